import type { Context } from "../context";
import { AppError, CaptureFailure } from "../errors";
import { monthOf, newJobId } from "../lib/ids";
import { sha256Hex } from "../lib/secrets";
import type { CaptureOptions } from "../schemas/options";
import { hasImage, newImageKey, openImage } from "../store/images";
import { findJob } from "../store/jobs";
import { reserveJob } from "../store/reservations";
import type { AccountRow, ScreenshotRow } from "../store/rows";
import { newestOfSnap } from "../store/screenshots";
import { captureOrFail } from "./capture";
import { refusalOfJob } from "./limits";
import { singleFlight } from "./single-flight";

/** A snap may take this long: most callers give up after 30 s. */
const SNAP_TIMEOUT_MS = 28_000;
/** Longer than any snap: past it the job has lost its worker. */
const SNAP_LEASE_MS = SNAP_TIMEOUT_MS + 30_000;
/** A browser is often free again within this time. */
const BROWSER_WAIT_SECONDS = 5;

/** A snap to be answered. */
export interface SnapRequest {
  account: AccountRow;
  options: CaptureOptions;
  /** The key of all snaps that ask for the same. */
  snapKey: string;
  ttlSeconds: number;
  /** The continent whose browsers are used. */
  region: string;
  /** SHA-256 of the address, where the right to capture it was signed for everybody; else null. */
  publicUrlHash: string | null;
  /** What the answer needs of a stored picture. */
  needOf: (shot: ScreenshotRow) => Need;
}

/** The bytes of a picture; that it is there, since links lead to it; or nothing, where the caller has it. */
export type Need = "bytes" | "existence" | "nothing";

/** A picture that answers a snap. */
export interface Snapped {
  shot: ScreenshotRow;
  cached: boolean;
  /** The bytes where they are needed, or at hand already. */
  image: Uint8Array | ReadableStream | null;
}

/** The key under which equal snaps find each other's picture: order, defaults and spelling do not matter. */
export async function snapKeyOf(options: CaptureOptions): Promise<string> {
  const { placeholder_url: _, ...seen } = options;
  const canonical = Object.entries(seen).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256Hex(JSON.stringify(canonical));
}

/** The stored picture while it is younger than the ttl, else a new one; asked for by many at once, one for all. */
export async function snap(
  ctx: Context,
  stored: ScreenshotRow | null,
  request: SnapRequest,
): Promise<Snapped> {
  const fresh = isFresh(ctx, stored, request) ? await findPicture(ctx, stored, request) : null;
  if (fresh) return fresh;
  // A ttl of 0 asks for a picture of its own.
  if (request.ttlSeconds === 0) return takeSnap(ctx, request);

  let own: Snapped | undefined;
  // What a signed page may not have is no refusal to the owner.
  const door = request.publicUrlHash ? "public" : "own";
  const key = `${request.account.id}:${request.snapKey}:${door}`;
  const { jobId, isOwn } = await singleFlight(ctx, key, async () => {
    own = await freshOrNew(ctx, request);
    return { jobId: own.shot.id };
  });
  if (isOwn && own) return own;
  const shot = await findJob(ctx.env, jobId);
  const shared = shot && (await findPicture(ctx, shot, request));
  if (!shared) throw new AppError("screenshot_not_found", "The picture was erased meanwhile.");
  return shared;
}

/** Whoever leads looks once more: another may have landed since the request came. */
async function freshOrNew(ctx: Context, request: SnapRequest): Promise<Snapped> {
  const newest = await newestOfSnap(ctx.env, request.account.id, request.snapKey);
  const fresh = isFresh(ctx, newest, request) ? await findPicture(ctx, newest, request) : null;
  if (fresh) return fresh;
  return takeSnap(ctx, request).catch(async (error: unknown) => {
    // Anybody may use up the captures of a signed address: its page then shows the newest picture, however old.
    const isCapped = error instanceof AppError && error.code === "rate_limit_exceeded";
    const older = isCapped && newest ? await findPicture(ctx, newest, request) : null;
    if (older) return older;
    throw error;
  });
}

function isFresh(
  ctx: Context,
  shot: ScreenshotRow | null,
  { ttlSeconds }: SnapRequest,
): shot is ScreenshotRow {
  return shot?.takenAt != null && shot.takenAt + ttlSeconds * 1_000 > ctx.now();
}

/** A stored picture with what the answer needs of it; null where the bucket has it no more. */
async function findPicture(
  { env }: Context,
  shot: ScreenshotRow,
  { needOf }: SnapRequest,
): Promise<Snapped | null> {
  const need = needOf(shot);
  const picture = { shot, cached: true, image: null };
  if (need === "nothing") return picture;
  if (need === "existence") return (await hasImage(env, shot.imageKey)) ? picture : null;
  const image = await openImage(env, shot.imageKey);
  return image && { ...picture, image: image.body };
}

/** Takes a new picture; `screenshot_failed` with its reason, or why the account may not have one now. */
async function takeSnap(ctx: Context, request: SnapRequest): Promise<Snapped> {
  const { account, options, snapKey, publicUrlHash, region } = request;
  const now = ctx.now();
  const job = {
    ...{ id: newJobId(), accountId: account.id, configurationId: null, snapKey, publicUrlHash },
    ...{ createdAt: now, dueAt: null, leaseUntil: now + SNAP_LEASE_MS, usageMonth: monthOf(now) },
    imageKey: newImageKey(crypto.randomUUID(), options.image_format, now),
  };
  if (!(await reserveJob(ctx.env, job))) throw await refusalOfJob(ctx, account, job);

  const limits = { priority: "interactive", timeoutMs: SNAP_TIMEOUT_MS, region } as const;
  const capturing = captureOrFail(ctx, { ...job, attempts: 0 }, options, limits);
  // A caller who hangs up does not leave half a capture behind.
  ctx.waitUntil(capturing.catch(() => undefined));
  const { shot, image } = await capturing.catch((error: unknown) => {
    throw error instanceof CaptureFailure ? failedSnap(error, job.id) : error;
  });
  return { shot, image, cached: false };
}

function failedSnap({ reason, note }: CaptureFailure, jobId: string): AppError {
  return new AppError("screenshot_failed", note, {
    reason,
    jobId,
    ...(reason === "browser_unavailable" ? { retryAfterSeconds: BROWSER_WAIT_SECONDS } : {}),
  });
}
