/** The outcome of one request to a receiver. */
export interface PostResult {
  outcome: "delivered" | "refused_status" | "redirected" | "gone" | "timeout" | "connection_failed";
  /** The status of the response; null without one. */
  status: number | null;
  retryAfter: string | null;
  durationMs: number;
  /** What happened; never text from the receiver. */
  note: string;
}

/**
 * Posts JSON to a receiver. A status of 2xx is a success. Redirects are not followed. The time limit is fifteen
 * seconds. The body of the response is not read: the receiver's name may resolve to a private address.
 */
export async function postJson(
  url: string,
  headers: Record<string, string>,
  body: string,
  timeoutMs = ATTEMPT_TIMEOUT_MS,
): Promise<PostResult> {
  const startedAt = Date.now();
  const since = () => Date.now() - startedAt;
  const nothing = { status: null, retryAfter: null };
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "User-Agent": USER_AGENT, ...headers },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { status } = response;
    await response.body?.cancel().catch(() => undefined);
    const note = `The receiver answered ${status}.`;
    const retryAfter = response.headers.get("Retry-After");
    return { outcome: outcomeOf(status), status, retryAfter, durationMs: since(), note };
  } catch (error) {
    // The platform reports a timeout with different errors, so compare the time.
    if (since() >= timeoutMs) {
      const note = `No answer within ${timeoutMs / 1_000} s.`;
      return { ...nothing, outcome: "timeout", durationMs: since(), note };
    }
    const note = `The receiver could not be reached (${errorName(error)}).`;
    return { ...nothing, outcome: "connection_failed", durationMs: since(), note };
  }
}

const ATTEMPT_TIMEOUT_MS = 15_000;
const USER_AGENT = "PagePixels-Webhook/1.0";

function outcomeOf(status: number): PostResult["outcome"] {
  if (status >= 200 && status < 300) return "delivered";
  if (status >= 300 && status < 400) return "redirected";
  return status === 410 ? "gone" : "refused_status";
}

/** Why there was no response. For a name that does not resolve the runtime only reports an internal error. */
function errorName(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  if (/^internal error/.test(error.message)) return "its name does not resolve, or nobody answers";
  return error.message.slice(0, 200);
}
