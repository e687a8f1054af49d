import { LOOPBACK_HOST, PRIVATE_ENDINGS } from "./hosts";
import { NOT_PUBLIC_IPV4_RANGES } from "./ip-ranges";
import { INTERNAL_SERVICE_PORTS } from "./ports";
import type { AddressPolicy } from "./url-policy";

/**
 * Wildcard patterns for Chromium's Fetch domain that match every URL that `problemOfUrl` may refuse. They match too
 * much rather than too little, except for names without a dot; `problemOfUrl` decides.
 */
export function privateHostPatterns({ allowPrivateNetwork, ownHosts }: AddressPolicy): string[] {
  const own = ownHosts.map((host) => {
    const [, name, port] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
    return port && port !== "80" && port !== "443" ? `*:${port}/*` : `*://${name}*`;
  });
  if (allowPrivateNetwork) return own;
  const digits = Array.from({ length: 10 }, (_, digit) => `*://${digit}*`);
  const names = PRIVATE_ENDINGS.flatMap((name) =>
    ["/*", ":*", "./*", ".:*"].map((end) => `*.${name}${end}`),
  );
  const ports = [...INTERNAL_SERVICE_PORTS].map((port) => `*:${port}/*`);
  // A user name precedes the host, and ".." may be part of a host.
  return [...own, ...digits, "*://[*", "*://localhost*", "*://*@*", "*..*", ...names, ...ports];
}

/**
 * The source of a regular expression that matches every URL, as `href` writes it, that `problemOfUrl` refuses, and
 * every IPv6 address. For code that runs inside a page and cannot call `problemOfUrl`.
 */
export function refusedUrlSource({ allowPrivateNetwork, ownHosts }: AddressPolicy): string {
  const own = ownHosts.map(sourceOfOwnHost);
  const ports = `[^/]*:(${[...INTERNAL_SERVICE_PORTS].join("|")})/`;
  const addresses = `(?=\\d+(\\.\\d+){3}[:/])(${NOT_PUBLIC_IPV4_RANGES.map(sourceOfRange).join("|")})`;
  const privateNames = `[^:/]+\\.(${PRIVATE_ENDINGS.join("|")})\\.?[:/]`;
  const closed = [ports, "\\[", addresses, "[^.:/]+\\.?[:/]", "[^:/]*\\.\\.", privateNames];
  const refused = allowPrivateNetwork ? own : [...own, ...closed];
  const matchesNothing = "(?!)";
  return `^[a-z]+://([^/@]*@)?(?![^/@]*@)(${refused.join("|") || matchesNothing})`;
}

function sourceOfOwnHost(own: string): string {
  const [host = "", port] = own.split(/:(?=\d+$)/);
  const name = LOOPBACK_HOST.test(host)
    ? LOOPBACK_HOST.source.slice(1, -1).replace(".+", "[^:/]+")
    : host.replace(/[.[\]]/g, "\\$&");
  // A URL leaves out the default port of its scheme.
  const isDefault = port === "80" || port === "443";
  return `${name}\\.?${port ? `(:${port})${isDefault ? "?" : ""}` : "(:\\d+)?"}/`;
}

/** Matches the beginning of the addresses of an IPv4 range. */
function sourceOfRange(range: string): string {
  const [start = "", length] = range.split("/");
  const octets = start.split(".");
  const whole = Math.floor(Number(length) / 8);
  const fixed = octets.slice(0, whole).join("\\.");
  if (whole === 4) return `${fixed}[:/]`;
  if (Number(length) % 8 === 0) return `${fixed}\\.`;
  const next = Array.from(
    { length: 2 ** (8 - (Number(length) % 8)) },
    (_, n) => Number(octets[whole]) + n,
  );
  return `${[...octets.slice(0, whole), `(${next.join("|")})`].join("\\.")}\\.`;
}
