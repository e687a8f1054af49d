import { timingSafeEqual } from "node:crypto";
import { AppError } from "../errors";
import { problemOfSecrets } from "../lib/deployment-secrets";
import { sha256Hex } from "../lib/secrets";
import { findAccountByKey } from "../store/accounts";
import type { AccountRow, ScreenshotRow } from "../store/rows";
import type { RequestContext } from "./app-env";
import type { Parameters } from "./body";
import { limitAccount, limitAddress } from "./rate-limit";

/** The account behind a key, and which of its two keys was sent. */
export interface Caller {
  account: AccountRow;
  key: "private" | "publishable";
  /** The newest picture of the snap key, where one was given. */
  shot: ScreenshotRow | null;
}

/** Finds the account of the request's key, which is sent as `access_token` or as `Authorization: Bearer`. */
export async function authenticate(
  c: RequestContext,
  parameters: Parameters,
  snapKey?: string,
): Promise<Caller> {
  // An empty `access_token` counts as missing, so that the header may carry the key.
  const token = parameters["access_token"] || bearerOf(c);
  if (!token) {
    await limitAddress(c);
    throw new AppError(
      "missing_access_token",
      "Send your API key as access_token, or in the header Authorization: Bearer.",
    );
  }
  const hash = typeof token === "string" ? sha256Hex(token) : "";
  const found = await findAccountByKey(c.env, hash, snapKey);
  if (!found) {
    await limitAddress(c);
    throw new AppError("invalid_access_token", "No account has this API key.");
  }
  c.set("accountId", found.account.id);
  const key = found.account.privateKeyHash === hash ? "private" : "publishable";
  await limitAccount(c, found.account.id, key);
  return { ...found, key };
}

/** Refuses the publishable key. */
export function requirePrivate({ key }: Caller): void {
  if (key === "private") return;
  throw new AppError(
    "forbidden",
    "A publishable key opens GET /snap only; use the private API key.",
  );
}

/** Throws an error that names the secret of the deployment which is missing, a placeholder or publicly known. */
export function requireSecrets({ env }: RequestContext): void {
  const problem = problemOfSecrets(env);
  if (problem) throw new AppError("unexpected_error", problem);
}

/** Refuses a request without the admin token. The token is accepted only as a Bearer header. */
export async function requireAdmin(c: RequestContext): Promise<void> {
  const sent = sha256Hex(bearerOf(c) ?? "");
  const expected = sha256Hex(c.env.ADMIN_TOKEN ?? "");
  const equal = timingSafeEqual(Buffer.from(sent), Buffer.from(expected));
  if (!c.env.ADMIN_TOKEN || !equal) {
    await limitAddress(c);
    throw new AppError("invalid_access_token", "Send the admin token as Authorization: Bearer.");
  }
  requireSecrets(c);
}

function bearerOf(c: RequestContext): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(c.req.header("Authorization") ?? "")?.[1];
}
