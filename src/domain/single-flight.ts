import type { Context } from "../context";
import { AppError } from "../errors";
import { logError } from "../lib/log";
import { sha256Hex } from "../lib/secrets";
import type { FlightFailure, FlightResult } from "./single-flight-protocol";

/** A little longer than a snap may take: a leader that holds its lease past this time is lost. */
const LEASE_MS = 40_000;
/** The number of objects that all snaps share: enough for hundreds of new captures a second. */
const SHARDS = 32;

/**
 * Does some work once for all callers that ask for the same at the same time. One of them runs `work`, which returns
 * the job's id. The others get that id, or the error of `work`.
 */
export async function singleFlight(
  ctx: Context,
  key: string,
  work: () => Promise<{ jobId: string }>,
): Promise<{ jobId: string; isOwn: boolean }> {
  const flight = ctx.env.SNAP_FLIGHT.getByName(shardOf(key));
  const role = await flight.join(key, LEASE_MS).catch((error: unknown) => {
    // The platform replaced the object: capture twice rather than not at all.
    logError("flight_failed", error);
    return null;
  });
  if (!role) return { ...(await work()), isOwn: true };
  if (role.role === "follower") return { jobId: jobIdOf(role.result), isOwn: false };

  const working = work();
  const result: Promise<FlightResult> = working.then(
    ({ jobId }) => ({ jobId }),
    (error: unknown) => ({ failure: flightFailureOf(error) }),
  );
  // Tell the followers also when the leader's own client has disconnected.
  const telling = result.then((end) => flight.finish(key, role.ticket, end));
  ctx.waitUntil(telling.catch(() => undefined));
  const { jobId } = await working;
  return { jobId, isOwn: true };
}

function shardOf(key: string): string {
  return `shard-${Number.parseInt(sha256Hex(key).slice(0, 8), 16) % SHARDS}`;
}

function jobIdOf(result: FlightResult): string {
  if ("jobId" in result) return result.jobId;
  const { code, note, details } = result.failure;
  throw new AppError(code, note, details);
}

function flightFailureOf(error: unknown): FlightFailure {
  if (error instanceof AppError) {
    return { code: error.code, note: error.note, details: error.details };
  }
  logError("flight_failed", error);
  return { code: "unexpected_error", note: "Something went wrong on our side.", details: {} };
}
