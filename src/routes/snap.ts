import type { Context } from "../context";
import { withPublicUrls } from "../domain/addresses";
import { findOrTakeSnap, type Snapped, snapKeyOf } from "../domain/snap";
import type { RequestContext } from "../http/app-env";
import { authenticate } from "../http/auth";
import type { Parameters } from "../http/body";
import { captureHeaders, finalUrlHeader, shotResponse, wantsImage } from "../http/image-response";
import { refuseUnknownKeys } from "../http/known-keys";
import { given, ignoredHeader, readParameters } from "../http/parameters";
import { grantSnap } from "../http/public-key";
import { regionOf } from "../http/region";
import { snapCaching } from "../http/snap-caching";
import { validated } from "../http/validation";
import { settled } from "../lib/settled";
import { SNAP_NAMES, snapParameters } from "../schemas/snap";
import type { ScreenshotRow } from "../store/rows";
import { accountShotOf } from "./serializers";

/** `GET` and `POST /snap`: the picture at once, or links to it. */
export async function snap(c: RequestContext): Promise<Response> {
  const ctx = c.get("ctx");
  const parameters = given(await readParameters(c.req.raw));
  const reading = await settled(() => readSnap(ctx, parameters));
  const caller = await authenticate(c, parameters, reading.value?.snapKey);
  const grant = await grantSnap(c, caller, parameters);
  const { json, ...asked } = reading.orThrow();

  const needOf = ({ etag }: ScreenshotRow) => {
    if (json) return "existence";
    return wantsImage(c.req.raw, etag) ? "bytes" : "nothing";
  };
  const from = { account: caller.account, region: regionOf(c) };
  const request = { ...asked, ...grant, ...from, needOf };
  const snapped = await findOrTakeSnap(ctx, caller.shot, request);
  const told = {
    ...ignoredHeader(parameters, SNAP_NAMES),
    ...(caller.key === "private" ? finalUrlHeader(snapped.shot) : {}),
  };
  if (json) return linksResponse(c, snapped, told);
  const caching = snapCaching(c, snapped.shot, { ...asked, ...grant, ...snapped });
  return shotResponse(c.req.raw, snapped, { ...told, ...caching });
}

/** What was asked for; its key is that of all snaps that ask for the same. */
async function readSnap(ctx: Context, parameters: Parameters) {
  const read = withPublicUrls(ctx, validated(snapParameters, parameters));
  refuseUnknownKeys(parameters);
  const { ttl, json, hash_key: _, signature: __, expires: ___, ...options } = read;
  return { options, ttlSeconds: ttl, json, snapKey: snapKeyOf(options) };
}

function linksResponse(
  c: RequestContext,
  { shot, cached }: Snapped,
  more: Record<string, string>,
): Response {
  const links = accountShotOf(c.get("ctx"), shot);
  const taken_at = new Date(shot.takenAt ?? 0).toISOString();
  const headers = { ...captureHeaders(shot), "X-Cache": cached ? "HIT" : "MISS", ...more };
  return c.json({ success: true, ...links, taken_at, cached }, 200, headers);
}
