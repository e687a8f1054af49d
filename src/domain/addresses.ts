import type { RemoteAddress } from "../browser/sessions/pool-protocol";
import { checksRemoteAddress } from "../browser/sessions/remote-address";
import type { BrowserPolicy } from "../browser/state";
import type { Context } from "../context";
import { AppError } from "../errors";
import { isIpAddress } from "../lib/ip-ranges";
import { type AddressPolicy, type ParsedUrl, parsePublicUrl } from "../lib/url-policy";
import type { CaptureOptions } from "../schemas/options";
import type { ConfigurationRow } from "../store/rows";

/** Which addresses users may name, in this environment. */
function addressPolicy({ env, ownOrigins }: Context): AddressPolicy {
  const allowPrivateNetwork = env.ALLOW_PRIVATE_NETWORK === "true";
  // On a local machine other ports are other services; on the internet all ports of the name are this service.
  return {
    allowPrivateNetwork,
    ownHosts: ownOrigins.map(allowPrivateNetwork ? hostAndPortOf : hostnameOf),
  };
}

/** The context of a configuration's capture. The origin under which it was created is one of the service's own. */
export function contextOfRow(ctx: Context, { origin }: ConfigurationRow): Context {
  return { ...ctx, ownOrigins: [...ctx.ownOrigins, origin].filter((text) => URL.canParse(text)) };
}

function hostnameOf(origin: string): string {
  return new URL(origin).hostname;
}

function hostAndPortOf(origin: string): string {
  const { protocol, hostname, port } = new URL(origin);
  return `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
}

/** Which addresses a page may reach while it is captured on a session that reports `session` remote addresses. */
export function browserPolicy(ctx: Context, session: RemoteAddress): BrowserPolicy {
  return { ...addressPolicy(ctx), checkRemoteAddress: checksRemoteAddress(ctx.env, session) };
}

/** The normalised address; throws `missing_or_invalid_url` when it may not be called. */
function requirePublicUrl(ctx: Context, field: string, text: string): string {
  return required(parsedUrl(ctx, text), field, text);
}

/** The same for the receiver of a webhook. */
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

/** The normalised address; null when it may not be called. */
export function publicUrl(ctx: Context, text: string): string | null {
  const parsed = parsedUrl(ctx, text);
  return parsed.ok ? parsed.url.href : null;
}

/** The address, or why it may not be called. */
export function parsedUrl(ctx: Context, text: string): ParsedUrl {
  return parsePublicUrl(text, addressPolicy(ctx));
}

/**
 * The address of a webhook's receiver, or why it may not be called. It needs a name: the platform does not call a bare
 * IP address (error 1003, https://developers.cloudflare.com/workers/platform/known-issues/).
 */
export function parsedReceiver(ctx: Context, text: string): ParsedUrl {
  const parsed = parsedUrl(ctx, text);
  const { allowPrivateNetwork } = addressPolicy(ctx);
  if (allowPrivateNetwork || !parsed.ok || !isIpAddress(parsed.url.hostname)) return parsed;
  return { ok: false, problem: "must have a name, such as hooks.example.com, not an IP address" };
}

/** Checks all addresses in the options, and normalises those that the browser opens. */
export function withPublicUrls<T extends CaptureOptions>(ctx: Context, options: T): T {
  const url = requirePublicUrl(ctx, "url", options.url);
  const placeholder = options.placeholder_url;
  if (placeholder) requirePublicUrl(ctx, "placeholder_url", placeholder);
  const multi_step_actions = options.multi_step_actions?.map((action, index) => {
    const field = `multi_step_actions[${index}]`;
    // The receiver stays as it was given: every notification repeats the action.
    if (action.type === "change") requireReceiverUrl(ctx, `${field}.url`, action.url);
    if (action.type !== "redirect") return action;
    return { ...action, value: requirePublicUrl(ctx, `${field}.value`, action.value) };
  });
  return { ...options, url, ...(multi_step_actions ? { multi_step_actions } : {}) };
}

/** The text between the slashes and the last `@` before the path may contain a password. */
function withoutPassword(text: string): string {
  return text.replace(/\/\/[^/?#]*@/, "//…@");
}
