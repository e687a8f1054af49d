import type { Context } from "../context";
import { AppError } from "../errors";
import { hmacHex, isSameHex } from "../lib/hmac";
import { sha256Hex, unseal } from "../lib/secrets";
import type { RequestContext } from "./app-env";
import { type Caller, requireSecrets } from "./auth";
import type { Parameters } from "./body";

/** The conditions of a snap with a publishable key. */
interface PublicGrant {
  /** SHA-256 of the address where its new captures are limited; else null. */
  publicUrlHash: string | null;
  /** Unix seconds after which no copy may be cached; null: no end. */
  expires: number | null;
}

const UNBOUND: PublicGrant = { publicUrlHash: null, expires: null };

/** Options that could read or change more than the signed address. */
const FORBIDDEN = ["js_inject", "css_inject", "headers", "cookies", "multi_step_actions"];
const MIN_TTL_SECONDS = 60;

/** Checks whether the key may take this snap: a private one always, a publishable one with a valid signature. */
export async function grantSnap(
  c: RequestContext,
  { account, key }: Caller,
  parameters: Parameters,
): Promise<PublicGrant> {
  if (key === "private") return UNBOUND;
  requireSecrets(c);
  const { env, now } = c.get("ctx");
  const secretToken = unseal(account.secretTokenSealed, env.ENCRYPTION_KEY);
  if (parameters["signature"] !== undefined) {
    return grantBySignature(c.req.url, parameters, secretToken, now);
  }
  return grantByHash(parameters, secretToken);
}

/** The signature covers the whole query string before it, so every option is allowed. */
function grantBySignature(
  requestUrl: string,
  { signature, expires }: Parameters,
  secretToken: string,
  now: Context["now"],
): PublicGrant {
  const [, signed, given] = /^\?(.*)&signature=([^&]*)$/.exec(new URL(requestUrl).search) ?? [];
  if (signed === undefined || given !== signature) {
    throw new AppError("invalid_hash_key", "signature must be the last parameter of the address.");
  }
  // Some clients sign an apostrophe as it is, but URL parsers encode it.
  const forms = [signed, signed.replaceAll("%27", "'")];
  const expected = forms.map((form) => hmacHex("sha256", secretToken, form));
  if (!expected.some((hex) => isSameHex(String(signature), hex))) {
    throw new AppError(
      "invalid_hash_key",
      "signature is not the HMAC-SHA256 of the query string before it, keyed with the secret token.",
    );
  }
  if (expires === undefined) return UNBOUND;
  if (Number(expires) * 1_000 <= now())
    throw new AppError("invalid_hash_key", "The signature expired.");
  return { ...UNBOUND, expires: Number(expires) };
}

/** The hash covers the address only, so options that reach beyond it are forbidden. */
function grantByHash(parameters: Parameters, secretToken: string): PublicGrant {
  const { hash_key, url } = parameters;
  const expected = hmacHex("sha1", secretToken, String(url ?? ""));
  if (hash_key === undefined || !isSameHex(String(hash_key), expected)) {
    const what = hash_key === undefined ? "is missing" : "does not match";
    throw new AppError(
      "invalid_hash_key",
      `With a publishable key, send hash_key: the hex HMAC-SHA1 of url, keyed with the secret token; or, to allow every option, a signature of the whole query string. hash_key ${what}.`,
    );
  }
  const forbidden = FORBIDDEN.filter((name) => parameters[name] !== undefined);
  const ttl = parameters["ttl"];
  if (ttl !== undefined && Number(ttl) < MIN_TTL_SECONDS) {
    forbidden.push(`ttl under ${MIN_TTL_SECONDS}`);
  }
  if (forbidden.length > 0) {
    const note = `hash_key binds the address only; with it these are forbidden: ${forbidden.join(", ")}. A signature allows them.`;
    throw new AppError("forbidden", note);
  }
  return { ...UNBOUND, publicUrlHash: sha256Hex(String(url)) };
}
