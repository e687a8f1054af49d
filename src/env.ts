import type { BrowserPoolObject } from "./browser/sessions/pool-protocol";
import type { ScheduleObject } from "./domain/schedule-protocol";
import type { SnapFlightObject } from "./domain/single-flight-protocol";
import type { CaptureMessage, DeliveryMessage } from "./queue/messages";

/** The bindings, variables and secrets of the Worker (wrangler.toml). */
export interface Env {
  /** Configurations and records. */
  DB: D1Database;
  /** Images and thumbnails. */
  BUCKET: R2Bucket;
  /** Browser Run: the browsers that open pages. */
  BROWSER: Fetcher;
  /** Leases of browser sessions, one object per continent. */
  BROWSER_POOL: DurableObjectNamespace<BrowserPoolObject>;
  /** Shares one capture among equal snaps; a fixed number of objects. */
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
  /** Gives access to the admin routes. */
  ADMIN_TOKEN: string;
  /** 32 bytes in base64. Encrypts the accounts' secrets in the database. */
  ENCRYPTION_KEY: string;
  /** The origin of every link; empty: the origin of the request. */
  PUBLIC_BASE_URL: string;
  /** The origin of the images; empty: the Worker serves them under `/images`. */
  CDN_BASE_URL: string;
  /** "true" allows private addresses: for development only. */
  ALLOW_PRIVATE_NETWORK: string;
  /**
   * "true" when `npm start` or `npm run dev` runs the Worker: one process, and an account with public keys. A
   * deployment does not have this variable.
   */
  LOCAL_SERVER?: string;
  /**
   * Whether the remote address of each response is checked. "auto": if a probe finds that the browser session reports
   * real addresses. "true": always. "false": never.
   */
  CHECK_REMOTE_ADDRESS: string;
  /** The public page that the probe loads. When it is empty, "auto" means "true". */
  REMOTE_ADDRESS_PROBE_URL: string;
  /** The most browser sessions of one pool. */
  BROWSER_MAX_SESSIONS: string;
  /** The most captures at a time in one session. */
  BROWSER_CONTEXTS_PER_SESSION: string;
  /** Seconds after which an unused session is closed, at most 50. */
  BROWSER_IDLE_SECONDS: string;
}
