import type { Context } from "../context";
import { AppError } from "../errors";
import { cacheable } from "../http/caching";
import { headersOf } from "../http/image-response";
import { mediaTypeOf, openImage } from "../store/images";
import { findServed } from "../store/screenshots";

/** A stored image or thumbnail. Only paths of this form reach the bucket. */
export async function storedImage(
  { env }: Context,
  request: Request,
  { folder, file }: Record<"folder" | "file", string>,
): Promise<Response> {
  const [, imageName] = FILE.exec(file) ?? [];
  if (!UUID.test(folder) || !imageName) throw imageNotFound();

  const shot = await findServed(env, `${folder}/${imageName}`);
  if (!shot) throw imageNotFound();
  const key = `${folder}/${file}`;
  const image = await openImage(env, key, conditionsOf(request.headers));
  if (!image) throw imageNotFound();

  const headers = {
    ...headersOf(shot),
    "X-Cache": "HIT",
    ETag: image.etag,
    "Last-Modified": image.uploadedAt.toUTCString(),
    ...cacheable({ ...LIFETIME, tags: [`c-${folder}`, `a-${shot.accountId}`] }),
  };
  if (!image.body) return new Response(null, { status: 304, headers });
  return new Response(image.body, {
    headers: {
      ...headers,
      "Content-Type": mediaTypeOf(key),
      "Content-Length": String(image.bytes),
    },
  });
}

const LIFETIME = {
  edge: 86_400,
  staleIfError: 0,
  browser: "public, max-age=31536000, immutable",
} as const;

/** The conditions that caches send. R2 would answer others, and malformed ones, with an error or a wrong 304. */
function conditionsOf(headers: Headers): Headers {
  const tags = headers.get("If-None-Match");
  if (tags) return new Headers(ETAGS.test(tags) ? { "If-None-Match": tags } : {});
  const since = headers.get("If-Modified-Since");
  return new Headers(since ? { "If-Modified-Since": since } : {});
}

const ETAGS = /^(?:\*|(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*)$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const FILE = /^(?:thumb_)?([0-9a-f]{14}-\d{1,16}\.(?:jpg|png|webp))$/;

function imageNotFound(): AppError {
  return new AppError("not_found", "There is no image here.");
}
