import type { BrowserPoolObject } from "./browser/sessions/pool-protocol";
import type { ScheduleObject } from "./domain/schedule-protocol";
import type { SnapFlightObject } from "./domain/single-flight-protocol";
import type { CaptureMessage, DeliveryMessage } from "./queue/messages";

/** What wrangler.toml and the Worker's secrets hand to the code. */
export interface Env {
  /** Configurations and records. */
  DB: D1Database;
  /** Images and thumbnails. */
  BUCKET: R2Bucket;
  /** Browser Run: the sessions in which pages are opened. */
  BROWSER: Fetcher;
  /** Leases of places on browser sessions, one object per continent. */
  BROWSER_POOL: DurableObjectNamespace<BrowserPoolObject>;
  /** One capture for many equal snaps, a fixed number of objects for all. */
  SNAP_FLIGHT: DurableObjectNamespace<SnapFlightObject>;
  /** Alarm and in-progress lock, one object per configuration. */
  SCHEDULE: DurableObjectNamespace<ScheduleObject>;
  /** Ids of background captures. */
  CAPTURES: Queue<CaptureMessage>;
  /** Ids of deliveries that may be due. */
  WEBHOOKS: Queue<DeliveryMessage>;
  /** API requests per account and minute. */
  API_RATE_LIMIT: RateLimit;
  /** Requests without a valid key per address and minute. */
  ADDRESS_RATE_LIMIT: RateLimit;
  /** Opens the admin routes. */
  ADMIN_TOKEN: string;
  /** 32 bytes in base64: encrypts the accounts' secrets at rest. */
  ENCRYPTION_KEY: string;
  /** The origin every link is built on; empty: the request's own. */
  PUBLIC_BASE_URL: string;
  /** The origin that serves the bucket; empty: the Worker's `/images`. */
  CDN_BASE_URL: string;
  /** "true" opens private addresses: development only. */
  ALLOW_PRIVATE_NETWORK: string;
  /**
   * "true" where `npm start` or `npm run dev` runs the Worker: one process, and an account with public keys. A
   * deployment has no such variable.
   */
  LOCAL_SERVER?: string;
  /**
   * Whether the address that each response came from is checked. "auto": where a probe of the browser session says
   * that it tells real addresses. "true": always. "false": never.
   */
  CHECK_REMOTE_ADDRESS: string;
  /** The public page that the probe loads; empty: "auto" means "true". */
  REMOTE_ADDRESS_PROBE_URL: string;
  /** Browser sessions of one pool that captures share. */
  BROWSER_MAX_SESSIONS: string;
  /** Captures that share one session. */
  BROWSER_CONTEXTS_PER_SESSION: string;
  /** Seconds after which a session that nobody uses is closed, at most 50. */
  BROWSER_IDLE_SECONDS: string;
}
