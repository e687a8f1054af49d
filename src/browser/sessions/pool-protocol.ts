/**
 * Whether a browser session reports the real IP address of a response. Behind a proxy it reports the proxy's address, or
 * none.
 */
export type RemoteAddress = "real" | "unavailable" | "not_probed";

/** The right to use one slot of a browser session until the lease is released or expires. A slot is one context. */
export interface Lease {
  leaseId: string;
  sessionId: string;
  /** Whether the session reports real IP addresses, as far as that is known. */
  remoteAddress: RemoteAddress;
}

/** For whom and for how long a slot is needed. */
export interface LeaseRequest {
  /** Accounts that wait take turns. */
  accountId: string;
  /** Interactive snaps get a slot before background captures. */
  priority: "interactive" | "background";
  /** Whether the capture needs a session without other captures. */
  alone: boolean;
  /** Milliseconds to wait for a slot. */
  waitMs: number;
  /** Milliseconds until the lease expires. A lease that expires drains its session. */
  holdMs: number;
}

/** The condition of the session when a capture releases its lease. */
export interface Release {
  /** Something is wrong with the session: it takes no more captures. */
  faulty: boolean;
  /** The session does not answer any more. */
  lost?: boolean;
}

/** The methods of the Durable Object `BrowserPool`. */
export interface BrowserPoolObject extends Rpc.DurableObjectBranded {
  acquire(request: LeaseRequest): Promise<Lease | null>;
  release(leaseId: string, state: Release): Promise<void>;
  reportRemoteAddress(sessionId: string, found: RemoteAddress): Promise<RemoteAddress>;
  remoteAddress(): Promise<RemoteAddress>;
}
