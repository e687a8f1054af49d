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

/** Most clients give up after 30 s. */
const SNAP_TIMEOUT_MS = 28_000;
/** Longer than any snap: a worker that holds the job past this time is lost. */
const SNAP_LEASE_MS = SNAP_TIMEOUT_MS + 30_000;
/** A browser is often free again within this time. */
const BROWSER_WAIT_SECONDS = 5;

/** A request for a snap. */
interface SnapRequest {
  account: AccountRow;
  options: CaptureOptions;
  /** The same for all snaps with equal options. */
  snapKey: string;
  ttlSeconds: number;
  /** The continent whose browsers are used. */
  region: string;
  /** SHA-256 of the address if a hash_key allows everybody to capture it; else null. */
  publicUrlHash: string | null;
  /** What the response needs of a stored picture. */
  needOf: (shot: ScreenshotRow) => Need;
}

/** The bytes of a picture; its existence, for a link to it; or nothing, if the client has it already. */
type Need = "bytes" | "existence" | "nothing";

/** The picture of a snap. */
export interface Snapped {
  shot: ScreenshotRow;
  cached: boolean;
  /** The bytes, if they are needed or still in memory. */
  image: Uint8Array | ReadableStream | null;
}

/** The key of all snaps with equal options, whatever their order and spelling; defaults count as given. */
export function snapKeyOf(options: CaptureOptions): string {
  const { placeholder_url: _, ...seen } = options;
  const canonical = Object.entries(seen).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256Hex(JSON.stringify(canonical));
}

/** The stored picture if it is younger than the ttl, else a new one. Equal requests at the same time share one. */
export async function findOrTakeSnap(
  ctx: Context,
  stored: ScreenshotRow | null,
  request: SnapRequest,
): Promise<Snapped> {
  const fresh = isFresh(ctx, stored, request) ? await findPicture(ctx, stored, request) : null;
  if (fresh) return fresh;
  // A ttl of 0 asks for a new picture, never a shared one.
  if (request.ttlSeconds === 0) return takeSnap(ctx, request);

  let own: Snapped | undefined;
  // A refusal of a signed address must not refuse the owner's own request.
  const access = request.publicUrlHash ? "public" : "own";
  const key = `${request.account.id}:${request.snapKey}:${access}`;
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

/** Checks the stored pictures again: another leader may have finished since this request arrived. */
async function freshOrNew(ctx: Context, request: SnapRequest): Promise<Snapped> {
  const newest = await newestOfSnap(ctx.env, request.account.id, request.snapKey);
  const fresh = isFresh(ctx, newest, request) ? await findPicture(ctx, newest, request) : null;
  if (fresh) return fresh;
  return takeSnap(ctx, request).catch(async (error: unknown) => {
    // Anybody can use up the captures of a signed address: then its newest picture is shown, however old.
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

/** A stored picture with what the response needs of it; null when the bucket has lost it. */
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

/** Takes a new picture; throws `screenshot_failed` with the reason, or why the account may not have one now. */
async function takeSnap(ctx: Context, request: SnapRequest): Promise<Snapped> {
  const { account, options, snapKey, publicUrlHash, region } = request;
  const now = ctx.now();
  const job = {
    id: newJobId(),
    accountId: account.id,
    configurationId: null,
    snapKey,
    publicUrlHash,
    createdAt: now,
    dueAt: null,
    leaseUntil: now + SNAP_LEASE_MS,
    usageMonth: monthOf(now),
    imageKey: newImageKey(crypto.randomUUID(), options.image_format, now),
  };
  if (!(await reserveJob(ctx.env, job))) throw await refusalOfJob(ctx, account, job);

  const limits = { priority: "interactive", timeoutMs: SNAP_TIMEOUT_MS, region } as const;
  const capturing = captureOrFail(ctx, { ...job, attempts: 0 }, options, limits);
  // Keep capturing after the client disconnects, so that the job is always closed.
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
