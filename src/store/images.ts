import type { Env } from "../env";
import { randomHex } from "../lib/secrets";
import type { ImageFormat } from "../schemas/options";

/** `<folder>/<14 hex>-<ms>.<ext>`: the folder is the configuration's id, or a random UUID for a snap. */
export function newImageKey(folder: string, format: ImageFormat, now: number): string {
  return `${folder}/${randomHex(7)}-${now}.${EXTENSION[format]}`;
}

/** The key of an image's thumbnail: its file name begins with `thumb_`. */
export function thumbnailKey(imageKey: string): string {
  return imageKey.replace("/", "/thumb_");
}

/** The media type of a stored image, by its key. A thumbnail is always a JPEG. */
export function mediaTypeOf(imageKey: string): string {
  if (imageKey.includes("/thumb_")) return "image/jpeg";
  return imageKey.endsWith(".jpg") ? "image/jpeg" : `image/${imageKey.split(".").at(-1)}`;
}

/** The format of a stored image, by its key. */
export function formatOf(imageKey: string): ImageFormat {
  const extension = imageKey.split(".").at(-1);
  return extension === "png" || extension === "webp" ? extension : "jpeg";
}

const EXTENSION: Record<ImageFormat, string> = { jpeg: "jpg", png: "png", webp: "webp" };

/** For a custom domain of the bucket, which is never purged: a deleted picture is gone there after a day. */
const CACHE_CONTROL = "public, max-age=86400";

/** Stores an image and its thumbnail. Returns the image's strong ETag, quoted. */
export async function putImage(
  env: Env,
  imageKey: string,
  picture: { image: Uint8Array; thumbnail: Uint8Array },
): Promise<string> {
  const [image] = await Promise.all([
    env.BUCKET.put(imageKey, picture.image, {
      httpMetadata: { contentType: mediaTypeOf(imageKey), cacheControl: CACHE_CONTROL },
    }),
    env.BUCKET.put(thumbnailKey(imageKey), picture.thumbnail, {
      httpMetadata: { contentType: "image/jpeg", cacheControl: CACHE_CONTROL },
    }),
  ]);
  return image.httpEtag;
}

/** A stored image or thumbnail. */
interface StoredImage {
  /** Null when the conditions say that the caller has it already. */
  body: ReadableStream | null;
  bytes: number;
  /** Strong and quoted. */
  etag: string;
  uploadedAt: Date;
}

/** Opens an image or thumbnail; null when it is not stored. R2 evaluates the conditional headers of a request. */
export async function openImage(
  env: Env,
  key: string,
  conditions?: Headers,
): Promise<StoredImage | null> {
  const object = await env.BUCKET.get(key, conditions ? { onlyIf: conditions } : {});
  if (!object) return null;
  return {
    body: "body" in object ? object.body : null,
    bytes: object.size,
    etag: object.httpEtag,
    uploadedAt: object.uploaded,
  };
}

/** Whether an image or thumbnail is stored. */
export async function hasImage(env: Env, key: string): Promise<boolean> {
  return (await env.BUCKET.head(key)) !== null;
}

/** Removes images with their thumbnails; at most 500, since R2 deletes 1,000 keys a call. */
export async function removeImages(env: Env, imageKeys: string[]): Promise<void> {
  await env.BUCKET.delete(imageKeys.flatMap((key) => [key, thumbnailKey(key)]));
}

/** Resolves when the bucket can store and remove an object. A full one still answers reads. */
export async function bucketAnswers(env: Env): Promise<void> {
  // A new key each time: R2 accepts one write per second and key (https://developers.cloudflare.com/r2/platform/limits/).
  const key = `healthz-${randomHex(8)}`;
  try {
    await env.BUCKET.put(key, "ok");
  } finally {
    await env.BUCKET.delete(key);
  }
}

/** Removes some objects of a folder; false when there were none left. */
export async function removeSomeOfFolder(env: Env, folder: string): Promise<boolean> {
  const { objects } = await env.BUCKET.list({ prefix: `${folder}/`, limit: OBJECTS_PER_SLICE });
  if (objects.length === 0) return false;
  await env.BUCKET.delete(objects.map((object) => object.key));
  return true;
}

/** Only a few: a local server answers nothing else while the bucket removes them. */
const OBJECTS_PER_SLICE = 50;
