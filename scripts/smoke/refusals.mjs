import { expect, Skipped } from "./outcome.mjs";
import { told } from "./service.mjs";

/** A name that does not exist is `dns_error`. */
export function dnsError(smoke) {
  const { dnsErrorUrl } = smoke.service;
  if (!dnsErrorUrl)
    throw new Skipped("a service on this machine may have no DNS: give --dns-error-url");
  return expectReason(smoke, dnsErrorUrl, "dns_error");
}

/** A bad certificate is `tls_error`. */
export function tlsError(smoke) {
  const { tlsErrorUrl } = smoke.service;
  if (!tlsErrorUrl)
    throw new Skipped("a service on this machine may have no network: give --tls-error-url");
  return expectReason(smoke, tlsErrorUrl, "tls_error");
}

async function expectReason(smoke, url, reason) {
  const answer = await smoke.api("POST", "/snap", { url, ttl: 0 });
  const { error_code, reason: found, note } = answer.json ?? {};
  const isNamed = error_code === "screenshot_failed" && found === reason;
  expect(isNamed, `${url}: ${told(answer)}`);
  return `${url}: ${note}`;
}

const OWN_PATHS = ["/", "/docs", "/admin/accounts", "/smoke-page/", "/smoke-page/../docs"];

/** The service captures nothing of itself but the exact /smoke-page. */
export async function ownHost(smoke) {
  for (const path of OWN_PATHS) {
    const url = `${smoke.service.origin}${path}`;
    const answer = await smoke.api("POST", "/snap", { url, ttl: 0 });
    const isRefused = answer.status === 400 && answer.json?.error_code === "missing_or_invalid_url";
    expect(isRefused && /service itself/.test(answer.json.note), `${url}: ${told(answer)}`);
  }
  return `${OWN_PATHS.length} paths refused`;
}
