import type { Context } from "../context";
import { publicUrl } from "../domain/addresses";
import { AppError } from "../errors";
import type { RequestContext } from "../http/app-env";
import { cacheable } from "../http/caching";
import { shotResponse, wantsImage } from "../http/image-response";
import { PLACEHOLDER_PNG } from "../http/placeholder";
import { findConfiguration } from "../store/configurations";
import { openImage, thumbnailKey } from "../store/images";
import type { ConfigurationRow, ScreenshotRow } from "../store/rows";
import { listScreenshots } from "../store/screenshots";

/** `GET /app/screenshots/:id/embed`: the newest picture, or the placeholder until there is one. */
export async function getEmbed(c: RequestContext): Promise<Response> {
  const ctx = c.get("ctx");
  const configuration = await findConfiguration(ctx.env, c.req.param("id") ?? "");
  if (!configuration) throw notFound();
  const newest = await listScreenshots(ctx.env, { configurationId: configuration.id }, NEWEST);
  const isThumbnail = /^(true|1)$/i.test(c.req.query("thumb") ?? "");
  for (const shot of isThumbnail ? newest.map(thumbnailOf) : newest) {
    const isWanted = wantsImage(c.req.raw, shot.etag);
    const image = isWanted ? await openImage(ctx.env, shot.imageKey) : null;
    // The bucket has it no more: the one before it shows instead.
    if (isWanted && !image) continue;
    return shotResponse(
      c.req.raw,
      { shot: { ...shot, bytes: image?.bytes ?? null }, image: image?.body ?? null, cached: true },
      cacheable({
        edge: EDGE_SECONDS,
        staleWhileRevalidate: STALE_SECONDS,
        browser: `public, max-age=${EDGE_SECONDS}`,
        tags: [`c-${configuration.id}`, `a-${configuration.accountId}`],
      }),
    );
  }
  return c.redirect(placeholderOf(ctx, configuration), 302);
}

/** The newest pictures; more than one, since the image of one may be lost. */
const NEWEST = { page: 1, limit: 3, order: "DESC" } as const;

/** The thumbnail in the place of the image; a JPEG whatever its name. */
function thumbnailOf(shot: ScreenshotRow): ScreenshotRow {
  const etag = shot.etag?.replace(/"$/, '-thumb"') ?? null;
  return { ...shot, etag, imageKey: thumbnailKey(shot.imageKey) };
}

/** Purging at every capture is impossible (about 500 tags a minute): an embed is this old at most, while looked at. */
const EDGE_SECONDS = 30;
const STALE_SECONDS = 60;

/** Its own in the normal form: one without a scheme would lead to a path of ours. */
function placeholderOf(ctx: Context, { config }: ConfigurationRow): string {
  const own = config["placeholder_url"];
  return (typeof own === "string" && publicUrl(ctx, own)) || `${ctx.origin}/placeholder.png`;
}

/** `GET /placeholder.png`. */
export function getPlaceholder(): Response {
  return new Response(PLACEHOLDER_PNG, {
    headers: { "Content-Type": "image/png", "Cache-Control": "public, max-age=86400" },
  });
}

function notFound(): AppError {
  return new AppError("screenshot_configuration_not_found", "There is no screenshot here.");
}
