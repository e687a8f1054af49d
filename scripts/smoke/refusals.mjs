import { expect, Skipped } from "./outcome.mjs";
import { describeAnswer } from "./service.mjs";

/** A host name that does not exist must be reported as `dns_error`. */
export function checkDnsError(smoke) {
  const { dnsErrorUrl } = smoke.service;
  if (!dnsErrorUrl)
    throw new Skipped("a service on this machine may have no DNS: set --dns-error-url");
  return expectReason(smoke, dnsErrorUrl, "dns_error");
}

/** A bad certificate must be reported as `tls_error`. */
export function checkTlsError(smoke) {
  const { tlsErrorUrl } = smoke.service;
  if (!tlsErrorUrl)
    throw new Skipped("a service on this machine may have no network: set --tls-error-url");
  return expectReason(smoke, tlsErrorUrl, "tls_error");
}

async function expectReason(smoke, url, reason) {
  const answer = await smoke.api("POST", "/snap", { url, ttl: 0 });
  const { error_code, reason: found, note } = answer.json ?? {};
  const isReported = error_code === "screenshot_failed" && found === reason;
  expect(isReported, `${url}: ${describeAnswer(answer)}`);
  return `${url}: ${note}`;
}

const OWN_PATHS = ["/", "/docs", "/admin/accounts", "/smoke-page/", "/smoke-page/../docs"];

/** The service must not capture its own pages, except exactly /smoke-page. */
export async function checkOwnHost(smoke) {
  for (const path of OWN_PATHS) {
    const url = `${smoke.service.origin}${path}`;
    const answer = await smoke.api("POST", "/snap", { url, ttl: 0 });
    const isRefused = answer.status === 400 && answer.json?.error_code === "missing_or_invalid_url";
    expect(
      isRefused && /service itself/.test(answer.json.note),
      `${url}: ${describeAnswer(answer)}`,
    );
  }
  return `${OWN_PATHS.length} paths refused`;
}
