import { Failure } from "../failure.mjs";

/** Longer than any answer of the service: /snap ends after 28 s. */
const REQUEST_TIMEOUT_MS = 60_000;

/** Sends requests to the service until the signal is aborted; `keep: true` sends one all the same. */
export function createService({ adminToken, ...settings }, signal) {
  const send = async (method, path, { token, body, keep = false } = {}) => {
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const headers = {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body ? { "Content-Type": "application/json" } : {}),
    };
    try {
      const response = await fetch(new URL(path, settings.origin), {
        method,
        headers,
        redirect: "manual",
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: keep ? timeout : AbortSignal.any([timeout, signal]),
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      return { status: response.status, headers: response.headers, bytes, json: jsonOf(bytes) };
    } catch (error) {
      if (signal.aborted && !keep) throw signal.reason;
      throw new Failure(`${method} ${settings.origin}: ${reasonOf(error)}`);
    }
  };
  const admin = (method, path, more) => send(method, path, { token: adminToken, ...more });
  return { ...settings, signal, send, admin };
}

/** What an answer that was not expected says, in one line. */
export function told({ status, json }) {
  const { error_code, reason, note } = json ?? {};
  return [status, error_code, reason, note].filter(Boolean).join(" · ");
}

function jsonOf(bytes) {
  if (bytes[0] !== 0x7b) return undefined;
  try {
    return JSON.parse(bytes);
  } catch {
    return undefined;
  }
}

function reasonOf(error) {
  if (error.name === "TimeoutError") return `no answer within ${REQUEST_TIMEOUT_MS / 1_000} s`;
  return error.cause?.code ?? error.cause?.message ?? error.message;
}
