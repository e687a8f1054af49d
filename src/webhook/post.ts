/** What came of one request to a receiver. */
export interface PostResult {
  outcome: "delivered" | "refused_status" | "redirected" | "gone" | "timeout" | "connection_failed";
  /** The answer's status, where there was one. */
  status: number | null;
  retryAfter: string | null;
  durationMs: number;
  /** What the receiver said, or what went wrong, in short. */
  note: string;
}

/** Posts JSON to a receiver: 2xx is success, a redirect is not followed, fifteen seconds in all are the limit. */
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
    const note = await beginning(response);
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
const MAX_RESPONSE_BYTES = 16_384;
const MAX_NOTE_CHARACTERS = 300;

function outcomeOf(status: number): PostResult["outcome"] {
  if (status >= 200 && status < 300) return "delivered";
  if (status >= 300 && status < 400) return "redirected";
  return status === 410 ? "gone" : "refused_status";
}

/** The beginning of an answer's text; the status counts, however the body ends. */
async function beginning(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= MAX_RESPONSE_BYTES) break;
    }
  } catch {
    // Cut off, or too slow: what came is what there is.
  }
  const text = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES));
  return text.replace(/\s+/g, " ").trim().slice(0, MAX_NOTE_CHARACTERS).toWellFormed();
}

/** Why there was no answer; the runtime tells no more of a name that does not resolve than that it failed. */
function errorName(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  if (/^internal error/.test(error.message)) return "its name does not resolve, or nobody answers";
  return error.message.slice(0, 200);
}
