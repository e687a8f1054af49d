import { CaptureFailure, type FailureReason } from "../../errors";

/** Translates Chromium's `net::ERR_…` into a failure that tells the user what is wrong. */
export function failureOfNetError(message: string): CaptureFailure {
  const code = /ERR_[A-Z0-9_]+/.exec(message)?.[0] ?? "";
  const [, reason, note] = KINDS.find(([pattern]) => pattern.test(code)) ?? UNKNOWN;
  return new CaptureFailure(reason, `${note}${code ? ` (${code})` : ""}.`);
}

type Kind = readonly [RegExp, FailureReason, string];

// https://source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h
const KINDS: readonly Kind[] = [
  [/^ERR_(NAME_|DNS_|ICANN_)/, "dns_error", "The host name could not be resolved"],
  [/TIMED_OUT/, "timeout", "The page's server did not answer in time"],
  [/^ERR_(CERT|SSL_|BAD_SSL)/, "tls_error", "A secure connection could not be made"],
  [
    /^ERR_(BLOCKED_|UNSAFE_PORT|ACCESS_DENIED|NETWORK_ACCESS)/,
    "blocked_address",
    "The page leads to an address that may not be captured",
  ],
  [
    /^ERR_(ABORTED|UNKNOWN_URL_SCHEME|DISALLOWED_URL_SCHEME|INVALID_URL)/,
    "unsupported_content",
    "The address does not answer with a page that a browser shows",
  ],
];

const UNKNOWN: Kind = [/^/, "connection_failed", "The page's server could not be reached"];
