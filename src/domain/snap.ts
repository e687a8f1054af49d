import type { Context } from "../context";
import { AppError, CaptureFailure } from "../errors";
import { monthOf, newJobId } from "../lib/ids";
import { sha256Hex } from "../lib/secrets";
import type { CaptureOptions } from "../schemas/options";
import { getImage, newImageKey } from "../store/images";
import { reserveJob } from "../store/jobs";
import type { AccountRow, ScreenshotRow } from "../store/tables";
import { captureOrFail } from "./capture";
import { refusalOf } from "./jobs";

/** A snap may take this long: most callers give up after 30 s. */
const SNAP_TIMEOUT_MS = 28_000;
/** Longer than any snap: past it the job has lost its worker. */
const SNAP_LEASE_MS = SNAP_TIMEOUT_MS + 30_000;

/** A picture that answers a snap. */
export interface Snapped {
  shot: ScreenshotRow;
  cached: boolean;
  /** Null where the bytes are not wanted. */
  image: Uint8Array | ReadableStream | null;
}

/** The key under which equal snaps find each other's picture: order, defaults and spelling do not matter. */
export async function snapKeyOf(options: CaptureOptions): Promise<string> {
  const { placeholder_url: _, ...seen } = options;
  const canonical = Object.entries(seen).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256Hex(JSON.stringify(canonical));
}

/** The stored picture while it is younger than its ttl, in seconds; null when a new one is due. */
export async function storedSnap(
  ctx: Context,
  shot: ScreenshotRow | null,
  { ttlSeconds, wantsImage }: { ttlSeconds: number; wantsImage: boolean },
): Promise<Snapped | null> {
  if (!shot?.takenAt || shot.takenAt + ttlSeconds * 1_000 <= ctx.now()) return null;
  if (!wantsImage) return { shot, cached: true, image: null };
  const object = await getImage(ctx.env, shot.imageKey);
  return object && "body" in object ? { shot, cached: true, image: object.body } : null;
}

/** Takes a new picture; `screenshot_failed` with its reason, or `usage_limit_exceeded`. */
export async function takeSnap(
  ctx: Context,
  account: AccountRow,
  options: CaptureOptions,
  { snapKey, region }: { snapKey: string; region: string },
): Promise<Snapped> {
  const now = ctx.now();
  const job = {
    id: newJobId(),
    accountId: account.id,
    configurationId: null,
    snapKey,
    createdAt: now,
    dueAt: null,
    leaseUntil: now + SNAP_LEASE_MS,
    usageMonth: monthOf(now),
    imageKey: newImageKey(crypto.randomUUID(), options.image_format, now),
  };
  if (!(await reserveJob(ctx.env, job))) throw refusalOf(account);

  const limits = { priority: "interactive", timeoutMs: SNAP_TIMEOUT_MS, region } as const;
  const capturing = captureOrFail(ctx, job, options, limits);
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
    body: { reason, job_id: jobId },
    headers: {
      "X-Job-Id": jobId,
      ...(reason === "browser_unavailable" ? { "Retry-After": "5" } : {}),
    },
  });
}
