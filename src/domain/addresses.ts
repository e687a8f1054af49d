import type { RemoteAddress } from "../browser/sessions/pool-protocol";
import { checksRemoteAddress } from "../browser/sessions/remote-address";
import type { BrowserPolicy } from "../browser/state";
import type { Context } from "../context";
import { AppError } from "../errors";
import { isIpAddress } from "../lib/ip-ranges";
import { type AddressPolicy, type ParsedUrl, parsePublicUrl } from "../lib/url-policy";
import type { CaptureOptions } from "../schemas/options";
import type { ConfigurationRow } from "../store/rows";

/** Which addresses may be named, in this environment. */
export function addressPolicy({ env, ownOrigins }: Context): AddressPolicy {
  const allowPrivateNetwork = env.ALLOW_PRIVATE_NETWORK === "true";
  // One machine has many services on its ports; on the internet every port and scheme of a name is the service.
  return { allowPrivateNetwork, ownHosts: ownOrigins.map(allowPrivateNetwork ? hostOf : nameOf) };
}

/** The context of a configuration's own capture: the origin it was created under is the service's own too. */
export function contextOfRow(ctx: Context, { origin }: ConfigurationRow): Context {
  return { ...ctx, ownOrigins: [...ctx.ownOrigins, origin].filter((text) => URL.canParse(text)) };
}

function nameOf(origin: string): string {
  return new URL(origin).hostname;
}

function hostOf(origin: string): string {
  const { protocol, hostname, port } = new URL(origin);
  return `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
}

/** Which addresses a page may reach while it is captured on a session that tells such addresses. */
export function browserPolicy(ctx: Context, session: RemoteAddress): BrowserPolicy {
  return { ...addressPolicy(ctx), checkRemoteAddress: checksRemoteAddress(ctx.env, session) };
}

/** The address in its normal form; `missing_or_invalid_url` when it may not be called. */
export function requirePublicUrl(ctx: Context, field: string, text: string): string {
  return required(parsedUrl(ctx, text), field, text);
}

/** The same of a webhook's receiver. */
export function requireReceiverUrl(ctx: Context, field: string, text: string): string {
  return required(parsedReceiver(ctx, text), field, text);
}

function required(parsed: ParsedUrl, field: string, text: string): string {
  if (parsed.ok) return parsed.url.href;
  throw new AppError(
    "missing_or_invalid_url",
    `${field} is ${JSON.stringify(withoutPassword(text.slice(0, 200)))}; it ${parsed.problem}.`,
  );
}

/** The address in its normal form; null when it may not be called. */
export function publicUrl(ctx: Context, text: string): string | null {
  const parsed = parsedUrl(ctx, text);
  return parsed.ok ? parsed.url.href : null;
}

/** The address, or what forbids calling it. */
export function parsedUrl(ctx: Context, text: string): ParsedUrl {
  return parsePublicUrl(text, addressPolicy(ctx));
}

/**
 * The address of a webhook's receiver, or what forbids calling it. It has a name: the platform calls no bare IP
 * address (error 1003, https://developers.cloudflare.com/workers/platform/known-issues/).
 */
export function parsedReceiver(ctx: Context, text: string): ParsedUrl {
  const parsed = parsedUrl(ctx, text);
  const { allowPrivateNetwork } = addressPolicy(ctx);
  if (allowPrivateNetwork || !parsed.ok || !isIpAddress(parsed.url.hostname)) return parsed;
  return { ok: false, problem: "must have a name, such as hooks.example.com, not an IP address" };
}

/** Options whose addresses have all been looked at; those that a browser goes to are in their normal form. */
export function withPublicUrls<T extends CaptureOptions>(ctx: Context, options: T): T {
  const url = requirePublicUrl(ctx, "url", options.url);
  const placeholder = options.placeholder_url;
  if (placeholder) requirePublicUrl(ctx, "placeholder_url", placeholder);
  const multi_step_actions = options.multi_step_actions?.map((action, index) => {
    const field = `multi_step_actions[${index}]`;
    // What a change action names is kept as it was given: it comes back with every notification.
    if (action.type === "change") requireReceiverUrl(ctx, `${field}.url`, action.url);
    if (action.type !== "redirect") return action;
    return { ...action, value: requirePublicUrl(ctx, `${field}.value`, action.value) };
  });
  return { ...options, url, ...(multi_step_actions ? { multi_step_actions } : {}) };
}

/** What stands between the slashes and the last `@` before the path may be a password. */
function withoutPassword(text: string): string {
  return text.replace(/\/\/[^/?#]*@/, "//…@");
}
