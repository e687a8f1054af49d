import type { Context } from "../context";
import { AppError, type ErrorCode } from "../errors";
import type { Failure, Landing } from "../flight/snap-flight";
import { logError } from "../lib/log";
import { sha256Hex } from "../lib/secrets";

/** A little longer than a snap may take: past it the leader is gone. */
const LEASE_MS = 40_000;
/** Objects that all snaps share: enough for hundreds of new captures a second. */
const SHARDS = 32;

/**
 * Does some work once for all who ask for the same at the same time. `work` is done by one of them and answers with
 * the job's id; the others get that id, or the error that it ended with.
 */
export async function once(
  ctx: Context,
  key: string,
  work: () => Promise<{ jobId: string }>,
): Promise<{ jobId: string; isOwn: boolean }> {
  const flight = ctx.env.SNAP_FLIGHT.getByName(await shardOf(key));
  const seat = await flight.board(key, LEASE_MS).catch((error: unknown) => {
    // The object was replaced under us: better twice than not at all.
    logError("flight_failed", error);
    return null;
  });
  if (!seat) return { ...(await work()), isOwn: true };
  if (seat.role === "passenger") return { jobId: landed(seat.landing), isOwn: false };

  const flying = work();
  const landing: Promise<Landing> = flying.then(
    ({ jobId }) => ({ jobId }),
    (error: unknown) => ({ failure: failureOf(error) }),
  );
  // Also when the leader's own caller hung up.
  const told = landing.then((end) => flight.land(key, seat.ticket, end));
  ctx.waitUntil(told.catch(() => undefined));
  const { jobId } = await flying;
  return { jobId, isOwn: true };
}

async function shardOf(key: string): Promise<string> {
  return `shard-${Number.parseInt((await sha256Hex(key)).slice(0, 8), 16) % SHARDS}`;
}

function landed(landing: Landing): string {
  if ("jobId" in landing) return landing.jobId;
  const { code, note, more } = landing.failure;
  throw new AppError(code as ErrorCode, note, JSON.parse(more));
}

function failureOf(error: unknown): Failure {
  if (error instanceof AppError) {
    return { code: error.code, note: error.note, more: JSON.stringify(error.more) };
  }
  logError("flight_failed", error);
  return { code: "unexpected_error", note: "Something went wrong on our side.", more: "{}" };
}
