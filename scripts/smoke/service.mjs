import { Failure } from "../failure.mjs";

/** Longer than any answer of the service takes: /snap ends after 28 s. */
const REQUEST_TIMEOUT_MS = 60_000;

/** Sends requests to the service. The signal aborts them, except those with `ignoreAbort: true`. */
export function createService({ adminToken, ...settings }, signal) {
  const send = async (method, path, { token, body, ignoreAbort = false } = {}) => {
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
        signal: ignoreAbort ? timeout : AbortSignal.any([timeout, signal]),
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      return { status: response.status, headers: response.headers, bytes, json: parseJson(bytes) };
    } catch (error) {
      if (signal.aborted && !ignoreAbort) throw signal.reason;
      throw new Failure(`${method} ${settings.origin}: ${requestProblem(error)}`);
    }
  };
  const admin = (method, path, options) => send(method, path, { token: adminToken, ...options });
  return { ...settings, signal, send, admin };
}

/** Describes an unexpected answer in one line. */
export function describeAnswer({ status, json }) {
  const { error_code, reason, note } = json ?? {};
  return [status, error_code, reason, note].filter(Boolean).join(" · ");
}

function parseJson(bytes) {
  // Only an object is JSON of the service: it starts with "{".
  if (bytes[0] !== 0x7b) return undefined;
  try {
    return JSON.parse(bytes);
  } catch {
    return undefined;
  }
}

function requestProblem(error) {
  if (error.name === "TimeoutError") return `no answer within ${REQUEST_TIMEOUT_MS / 1_000} s`;
  return error.cause?.code ?? error.cause?.message ?? error.message;
}
