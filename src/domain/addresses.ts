import type { Context } from "../context";
import { AppError } from "../errors";
import { type AddressPolicy, parsePublicUrl } from "../lib/urls";

/** Which addresses may be named, in this environment. */
export function addressPolicy({ env, origin }: Context): AddressPolicy {
  return {
    allowPrivateNetwork: env.ALLOW_PRIVATE_NETWORK === "true",
    ownHosts: [origin, env.PUBLIC_BASE_URL].filter((text) => URL.canParse(text)).map(hostOf),
  };
}

function hostOf(origin: string): string {
  const { protocol, hostname, port } = new URL(origin);
  return `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
}

/** The address in its normal form; `missing_or_invalid_url` when it may not be called. */
export function requirePublicUrl(ctx: Context, field: string, text: string): string {
  const parsed = parsePublicUrl(text, addressPolicy(ctx));
  if (parsed.ok) return parsed.url.href;
  throw new AppError(
    "missing_or_invalid_url",
    `${field} is ${JSON.stringify(withoutPassword(text.slice(0, 200)))}; it ${parsed.problem}.`,
  );
}

/** What stands between the slashes and the last `@` before the path may be a password. */
function withoutPassword(text: string): string {
  return text.replace(/\/\/[^/?#]*@/, "//…@");
}
