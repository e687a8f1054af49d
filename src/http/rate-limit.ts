import { AppError } from "../errors";
import type { RequestContext } from "./app-env";

const PERIOD_SECONDS = 60;

/**
 * Counts a request of an account; `rate_limit_exceeded` past its requests a minute. Whoever reads a public page has
 * its publishable key: each of them has a count of his own, and takes nothing from the owner or the others.
 */
export async function limitAccount(
  c: RequestContext,
  accountId: string,
  keyKind: "private" | "publishable",
): Promise<void> {
  const reader = keyKind === "publishable" ? `:${addressOf(c)}` : "";
  const { success } = await c.env.API_RATE_LIMIT.limit({ key: `${accountId}:${keyKind}${reader}` });
  if (!success) throw exceeded(c, "Your account sends too many requests a minute.");
}

/** Counts a request without a valid key; `rate_limit_exceeded` where too many come from one address. */
export async function limitAddress(c: RequestContext): Promise<void> {
  const { success } = await c.env.ADDRESS_RATE_LIMIT.limit({ key: addressOf(c) });
  if (!success) throw exceeded(c, "Too many requests without a valid key come from your address.");
}

function addressOf(c: RequestContext): string {
  return c.req.header("CF-Connecting-IP") ?? "unknown";
}

function exceeded(c: RequestContext, note: string): AppError {
  const second = Math.floor(c.get("ctx").now() / 1_000) % PERIOD_SECONDS;
  const headers = { "Retry-After": String(PERIOD_SECONDS - second) };
  return new AppError("rate_limit_exceeded", `${note} Wait until the next minute.`, { headers });
}
