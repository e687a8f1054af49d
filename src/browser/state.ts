import type { CDPSession, Page } from "@cloudflare/puppeteer";
import type { CaptureFailure } from "../errors";
import type { AddressPolicy } from "../lib/url-policy";
import type { ChangeAction } from "../schemas/actions";
import type { CaptureOptions } from "../schemas/options";
import type { HeavyGraphics, SessionLost } from "./sessions/losses";
import type { Workspace } from "./sessions/workspace";

/** Which addresses a page may reach. */
export interface BrowserPolicy extends AddressPolicy {
  /** Whether the IP address of each response is checked too: a public name may resolve to a private address. */
  checkRemoteAddress: boolean;
}

/** What to capture, and under which conditions. */
export interface CaptureRequest {
  options: CaptureOptions;
  policy: BrowserPolicy;
  timeoutMs: number;
  /** Whether no other capture shares the browser session. */
  alone?: boolean;
  /** How long the capture waited for a browser. */
  waitedMs?: number;
}

/** What a `change` action read. `value` is null when the element was missing, which is not a change. */
export interface SeenValue {
  index: number;
  action: ChangeAction;
  value: string | null;
}

/** The state that the steps of one capture share. */
export interface CaptureState {
  readonly workspace: Workspace;
  readonly page: Page;
  readonly client: CDPSession;
  readonly options: CaptureOptions;
  /** Id of the main frame. It distinguishes the page's own requests from those of its frames. */
  readonly mainFrameId: string;
  readonly policy: BrowserPolicy;
  /** Whether no other capture shares the browser session. */
  readonly alone: boolean;
  /** Host names of the page and its frames. */
  readonly hosts: Set<string>;
  /** URLs of the requests that were blocked as advertising or tracking. */
  readonly blockedUrls: Set<string>;
  /** Ends the capture with this failure at once. */
  readonly fail: (failure: CaptureFailure | SessionLost | HeavyGraphics) => void;
  /** What the `change` actions read. */
  readonly seen: SeenValue[];
  /** Selector of the field that an action last wrote into. */
  lastWrittenSelector: string | null;
  /** Selector of the element that an action last clicked or set. */
  lastTouchedSelector: string | null;
  /** What the capture is doing now, for the note of a timeout. */
  activity: string;
  /** The HTTP status of the page, once its response has arrived. */
  targetStatus: number | null;
  /** Whether the page is about to navigate to another document. */
  isNavigating: boolean;
  /** Why the browser shows an error page of its own instead of the page. */
  unreachable: CaptureFailure | null;
  /** Unix milliseconds at which the page's newest document was committed. */
  documentAt: number;
  /** How many documents the page has loaded since the last action. */
  documentCount: number;
}

/** One step of the recipe. */
export type Step = (state: CaptureState) => Promise<void>;

type Given = Pick<
  CaptureState,
  | "workspace"
  | "page"
  | "client"
  | "options"
  | "policy"
  | "alone"
  | "fail"
  | "mainFrameId"
  | "activity"
>;

/** The state of a capture whose page has just been opened. */
export function initialState(given: Given): CaptureState {
  return {
    ...given,
    blockedUrls: new Set(),
    hosts: new Set(),
    seen: [],
    lastWrittenSelector: null,
    lastTouchedSelector: null,
    targetStatus: null,
    documentAt: Date.now(),
    documentCount: 0,
    isNavigating: false,
    unreachable: null,
  };
}
