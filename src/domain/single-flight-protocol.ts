import type { ErrorCode, ErrorDetails } from "../errors";

/** The result of a capture that several callers wait for. */
export type FlightResult = { jobId: string } | { failure: FlightFailure };

/** An error in a form that can be sent between objects. */
export interface FlightFailure {
  code: ErrorCode;
  note: string;
  details: ErrorDetails;
}

/** A caller leads and captures for all, or follows and gets the result. */
export type Role = { role: "leader"; ticket: string } | { role: "follower"; result: FlightResult };

/** The methods of the Durable Object `SnapFlight`. */
export interface SnapFlightObject extends Rpc.DurableObjectBranded {
  join(key: string, leaseMs: number): Promise<Role>;
  finish(key: string, ticket: string, result: FlightResult): Promise<void>;
}
