import type { Context } from "../context";
import { requirePublicUrl } from "../domain/addresses";
import type { CaptureOptions } from "../schemas/options";

/** Options whose addresses have all been looked at, the page's in its normal form. */
export function withPublicUrls<T extends CaptureOptions>(ctx: Context, options: T): T {
  const url = requirePublicUrl(ctx, "url", options.url);
  const placeholder = options.placeholder_url;
  if (placeholder) requirePublicUrl(ctx, "placeholder_url", placeholder);
  for (const [index, action] of (options.multi_step_actions ?? []).entries()) {
    const field = `multi_step_actions[${index}]`;
    if (action.type === "redirect") requirePublicUrl(ctx, `${field}.value`, action.value);
    if (action.type === "change") requirePublicUrl(ctx, `${field}.url`, action.url);
  }
  return { ...options, url };
}
