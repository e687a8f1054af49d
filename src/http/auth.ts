import { timingSafeEqual } from "node:crypto";
import { AppError } from "../errors";
import { problemOfSecrets } from "../lib/deployment-secrets";
import { sha256Hex } from "../lib/secrets";
import { findAccountByKey } from "../store/accounts";
import type { AccountRow, ScreenshotRow } from "../store/rows";
import type { RequestContext } from "./app-env";
import type { Parameters } from "./body";
import { given, ignoredHeader } from "./parameters";
import { limitAccount, limitAddress } from "./rate-limit";

/** Who is asking, with which of the account's two keys. */
export interface Caller {
  account: AccountRow;
  key: "private" | "publishable";
  /** The newest picture taken for the snap key that was asked about. */
  shot: ScreenshotRow | null;
}

/** The account behind the request's key: `access_token`, or `Authorization: Bearer`. */
export async function authenticate(
  c: RequestContext,
  parameters: Parameters,
  snapKey?: string,
): Promise<Caller> {
  // An empty parameter counts as not given, also beside a header that carries the key.
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

/** The account of a private key; the answer names the parameters that are none of those `known` here. */
export async function authenticatePrivate(
  c: RequestContext,
  parameters: Parameters,
  known: ReadonlySet<string> = NONE,
): Promise<AccountRow> {
  const caller = await authenticate(c, parameters);
  requirePrivate(caller);
  for (const [name, value] of Object.entries(ignoredHeader(given(parameters), known))) {
    c.header(name, value);
  }
  return caller.account;
}

const NONE: ReadonlySet<string> = new Set();

/** Refuses the publishable key. */
export function requirePrivate({ key }: Caller): void {
  if (key === "private") return;
  throw new AppError("forbidden", "A publishable key does not open this; use the private API key.");
}

/** Fails, naming it, where a secret of the deployment is missing, a placeholder, or known to everybody. */
export function requireSecrets({ env }: RequestContext): void {
  const problem = problemOfSecrets(env);
  if (problem) throw new AppError("unexpected_error", problem);
}

/** Lets through who holds the operator's token. */
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
