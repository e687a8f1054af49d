import type { ErrorCode, ErrorDetails } from "../errors";

/** How a capture that several callers wait for ended. */
export type FlightResult = { jobId: string } | { failure: FlightFailure };

/** An error, as it crosses from one object to another. */
export interface FlightFailure {
  code: ErrorCode;
  note: string;
  details: ErrorDetails;
}

/** What a caller is told: capture for all, or the result of the caller who did. */
export type Role = { role: "leader"; ticket: string } | { role: "follower"; result: FlightResult };

/** What the object `SnapFlight` answers to. */
export interface SnapFlightObject extends Rpc.DurableObjectBranded {
  join(key: string, leaseMs: number): Promise<Role>;
  finish(key: string, ticket: string, result: FlightResult): Promise<void>;
}
