import type { Context } from "../context";
import { withPublicUrls } from "../domain/addresses";
import { findOrTakeSnap, type Snapped, snapKeyOf } from "../domain/snap";
import type { RequestContext } from "../http/app-env";
import type { Parameters } from "../http/body";
import { captureHeaders, finalUrlHeader, shotResponse, wantsImage } from "../http/image-response";
import { refuseUnknownKeys } from "../http/known-keys";
import { given } from "../http/parameters";
import { grantSnap } from "../http/public-key";
import { regionOf } from "../http/region";
import { snapCaching } from "../http/snap-caching";
import { validated } from "../http/validation";
import { type KeyedRequest, operation, type Resource } from "../openapi/operation";
import { ABOUT_THE_SHOT } from "../openapi/response-headers";
import { SHOT } from "../openapi/samples";
import { snapLinks } from "../schemas/answers";
import { snapParameters } from "../schemas/snap";
import type { ScreenshotRow } from "../store/rows";
import { accountShotOf } from "./serializers";

/** The input of a snap. Snaps with the same options have the same key. */
async function readSnap(ctx: Context, parameters: Parameters) {
  const read = withPublicUrls(ctx, validated(snapParameters, parameters));
  refuseUnknownKeys(parameters);
  const { ttl, json, hash_key: _, signature: __, expires: ___, ...options } = read;
  return { options, ttlSeconds: ttl, json, snapKey: snapKeyOf(options) };
}

type ReadSnap = Awaited<ReturnType<typeof readSnap>>;

async function answerSnap(request: KeyedRequest<ReadSnap>): Promise<Response> {
  const { c, ctx, caller, prepared } = request;
  const grant = await grantSnap(c, caller, given(request.parameters));
  const { json, ...asked } = prepared.orThrow();

  const needOf = ({ etag }: ScreenshotRow) => {
    if (json) return "existence";
    return wantsImage(c.req.raw, etag) ? "bytes" : "nothing";
  };
  const snapped = await findOrTakeSnap(ctx, caller.shot, {
    ...asked,
    ...grant,
    account: caller.account,
    region: regionOf(c),
    needOf,
  });
  const finalUrl = caller.key === "private" ? finalUrlHeader(snapped.shot) : {};
  if (json) return linksResponse(c, snapped, finalUrl);
  const caching = snapCaching(c, snapped.shot, { ...asked, ...grant, ...snapped });
  return shotResponse(c.req.raw, snapped, { ...finalUrl, ...caching });
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

/** What GET and POST have in common. */
const SNAP = {
  path: "/snap",
  input: snapParameters,
  example: { url: "https://en.wikipedia.org/wiki/Perseverance_(rover)" },
  validation: "before authentication",
  prepare: readSnap,
  answers: {
    200: {
      description: "The image, or links to it with json=true.",
      types: ["image/jpeg", "image/png", "image/webp"],
      schema: snapLinks,
      example: {
        success: true,
        screenshot_configuration_id: "",
        ...SHOT,
        taken_at: "2021-04-18T04:21:08.000Z",
        cached: false,
      },
      headers: [...ABOUT_THE_SHOT, "X-Final-Url", "X-Ignored-Options"],
    },
    304: {
      description: "The image is the one that If-None-Match names.",
      headers: [...ABOUT_THE_SHOT, "X-Final-Url", "X-Ignored-Options"],
    },
  },
  errors: [
    "usage_limit_exceeded",
    "billing_not_up_to_date",
    "screenshot_failed",
    "screenshot_not_found",
  ],
  handler: answerSnap,
} as const;

export const snaps: Resource = {
  name: "Quick snaps",
  description:
    "A picture of a page at once. For 24 hours, or for the `ttl`, the same request gets the stored picture, which costs nothing.",
  operations: [
    operation({
      id: "getSnap",
      method: "get",
      access: "publishable",
      summary: "Take a snap",
      description:
        "With a publishable key the request must be signed. `hash_key` signs the address only, so scripts, styles, headers, cookies, actions and a `ttl` under 60 are forbidden. `signature` signs the whole query string.",
      ...SNAP,
    }),
    operation({
      id: "postSnap",
      method: "post",
      access: "private",
      summary: "Take a snap, with the options in a body",
      ...SNAP,
    }),
  ],
};
