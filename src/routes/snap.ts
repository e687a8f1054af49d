import type { Context } from "../context";
import { withPublicUrls } from "../domain/addresses";
import { snapKeyOf, storedSnap, takeSnap } from "../domain/snap";
import type { RequestContext } from "../http/app-env";
import { authenticate, requirePrivate } from "../http/auth";
import type { Parameters } from "../http/body";
import { shotResponse, wantsImage } from "../http/image-response";
import { given, ignoredHeader, readParameters } from "../http/parameters";
import { regionOf } from "../http/region";
import { snapCaching } from "../http/snap-caching";
import { validated } from "../http/validation";
import { attempt } from "../lib/attempt";
import { SNAP_NAMES, snapParameters } from "../schemas/snap";
import type { ScreenshotRow } from "../store/tables";
import { accountShotOf } from "./serializers";

/** `GET` and `POST /snap`: the picture at once, or links to it. */
export async function snap(c: RequestContext): Promise<Response> {
  const ctx = c.get("ctx");
  const parameters = given(await readParameters(c.req.raw));
  const reading = await attempt(() => readSnap(ctx, parameters));
  const caller = await authenticate(c, parameters, reading.value?.snapKey);
  requirePrivate(caller);
  const { options, ttl, json, snapKey } = reading.orThrow();

  const wanted = !json && wantsImage(c.req.raw, caller.shot?.etag);
  const snapped =
    (await storedSnap(ctx, caller.shot, { ttlSeconds: ttl, wantsImage: wanted })) ??
    (await takeSnap(ctx, caller.account, options, { snapKey, region: regionOf(c) }));
  const ignored = ignoredHeader(parameters, SNAP_NAMES);
  if (json) return c.json({ success: true, ...linksOf(ctx, snapped) }, 200, ignored);
  const caching = snapCaching(c, snapped.shot, ttl);
  return shotResponse(c.req.raw, snapped, { ...ignored, ...caching });
}

/** What was asked for; its key is that of all snaps that ask for the same. */
async function readSnap(ctx: Context, parameters: Parameters) {
  const { ttl, json, ...options } = withPublicUrls(ctx, validated(snapParameters, parameters));
  return { options, ttl, json, snapKey: await snapKeyOf(options) };
}

function linksOf(ctx: Context, { shot, cached }: { shot: ScreenshotRow; cached: boolean }) {
  return {
    ...accountShotOf(ctx, shot),
    taken_at: new Date(shot.takenAt ?? 0).toISOString(),
    cached,
  };
}
