/**
 * Whether a browser session tells the address that a response came from: behind a proxy it tells the proxy's
 * address, or none.
 */
export type RemoteAddress = "real" | "unavailable" | "not_probed";

/** A place on a browser session, lent until it is released or expires. */
export interface Lease {
  leaseId: string;
  sessionId: string;
  /** What is known of the addresses that the session tells. */
  remoteAddress: RemoteAddress;
}

/** What a capture asks a place for. */
export interface LeaseRequest {
  /** Accounts that wait are served in turn. */
  accountId: string;
  /** Interactive snaps go before background captures. */
  priority: "interactive" | "background";
  /** Wants a session without neighbours. */
  alone: boolean;
  /** Milliseconds to wait for a place. */
  waitMs: number;
  /** Milliseconds the place may be held: a lease that expires drains its session. */
  holdMs: number;
}

/** How a capture leaves the session of its place. */
export interface Release {
  /** Something is wrong with it: it takes no more captures. */
  faulty: boolean;
  /** It does not answer any more. */
  lost?: boolean;
}

/** What the object `BrowserPool` answers to. */
export interface BrowserPoolObject extends Rpc.DurableObjectBranded {
  acquire(request: LeaseRequest): Promise<Lease | null>;
  release(leaseId: string, state: Release): Promise<void>;
  reportRemoteAddress(sessionId: string, found: RemoteAddress): Promise<RemoteAddress>;
  remoteAddress(): Promise<RemoteAddress>;
}
