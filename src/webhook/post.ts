/** What came of one request to a receiver. */
export interface PostResult {
  outcome: "delivered" | "refused_status" | "redirected" | "gone" | "timeout" | "connection_failed";
  /** The answer's status, where there was one. */
  status: number | null;
  retryAfter: string | null;
  durationMs: number;
  /** What went wrong, or that there was an answer; never what the receiver said. */
  note: string;
}

/**
 * Posts JSON to a receiver: 2xx is success, a redirect is not followed, fifteen seconds in all are the limit. The
 * body of the answer is not read: its text could come from a private address, to which the receiver's name may lead.
 */
export async function postJson(
  url: string,
  headers: Record<string, string>,
  body: string,
  timeoutMs = TIMEOUT_MS,
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
    // The platform names an abort in more than one way; the clock does not.
    if (since() >= timeoutMs) {
      const note = `No answer within ${timeoutMs / 1_000} s.`;
      return { ...nothing, outcome: "timeout", durationMs: since(), note };
    }
    const note = `The receiver could not be reached (${errorName(error)}).`;
    return { ...nothing, outcome: "connection_failed", durationMs: since(), note };
  }
}

const TIMEOUT_MS = 15_000;
const USER_AGENT = "PagePixels-Webhook/1.0";

function outcomeOf(status: number): PostResult["outcome"] {
  if (status >= 200 && status < 300) return "delivered";
  if (status >= 300 && status < 400) return "redirected";
  return status === 410 ? "gone" : "refused_status";
}

/** Why there was no answer; the runtime tells no more of a name that does not resolve than that it failed. */
function errorName(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  if (/^internal error/.test(error.message)) return "its name does not resolve, or nobody answers";
  return error.message.slice(0, 200);
}
