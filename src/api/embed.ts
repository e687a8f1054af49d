import type { Context } from "../context";
import { publicUrl } from "../domain/addresses";
import { AppError } from "../errors";
import { cacheable } from "../http/caching";
import { shotResponse, wantsImage } from "../http/image-response";
import { findConfiguration } from "../store/configurations";
import { openImage, thumbnailKey } from "../store/images";
import type { ConfigurationRow, ScreenshotRow } from "../store/rows";
import { listScreenshots } from "../store/screenshots";

/** The newest picture of a configuration, or its thumbnail; the placeholder until there is one. */
export async function newestPicture(
  ctx: Context,
  request: Request,
  { id, thumb }: { id: string; thumb: boolean },
): Promise<Response> {
  const configuration = await findConfiguration(ctx.env, id);
  if (!configuration) throw screenshotNotFound();
  const newest = await listScreenshots(ctx.env, { configurationId: configuration.id }, NEWEST);
  for (const shot of thumb ? newest.map(thumbnailOf) : newest) {
    const isWanted = wantsImage(request, shot.etag);
    const image = isWanted ? await openImage(ctx.env, shot.imageKey) : null;
    // The image is missing in the bucket: show the one before it.
    if (isWanted && !image) continue;
    return shotResponse(
      request,
      { shot: { ...shot, bytes: image?.bytes ?? null }, image: image?.body ?? null, cached: true },
      cacheable({
        edge: EDGE_SECONDS,
        staleWhileRevalidate: STALE_SECONDS,
        browser: `public, max-age=${EDGE_SECONDS}`,
        tags: [`c-${configuration.id}`, `a-${configuration.accountId}`],
      }),
    );
  }
  const headers = { Location: placeholderOf(ctx, configuration) };
  return new Response(null, { status: 302, headers });
}

/** More than one picture, since an image may be missing in the bucket. */
const NEWEST = { page: 1, limit: 3, order: "DESC" } as const;

/** The same picture with its thumbnail as image. A thumbnail is a JPEG, whatever its name. */
function thumbnailOf(shot: ScreenshotRow): ScreenshotRow {
  const etag = shot.etag?.replace(/"$/, '-thumb"') ?? null;
  return { ...shot, etag, imageKey: thumbnailKey(shot.imageKey) };
}

/** The platform purges about 500 tags a minute, too few for a purge at each capture. So an embed may be this old. */
const EDGE_SECONDS = 30;
const STALE_SECONDS = 60;

/** The configuration's placeholder as an absolute URL: without a scheme it would be a path of this service. */
function placeholderOf(ctx: Context, { config }: ConfigurationRow): string {
  const own = config["placeholder_url"];
  const given = typeof own === "string" ? publicUrl(ctx, own) : null;
  return given ?? new URL(`${ctx.origin}/placeholder.png`).href;
}

function screenshotNotFound(): AppError {
  return new AppError("screenshot_configuration_not_found", "There is no screenshot here.");
}
