import type { CDPSession, Page } from "@cloudflare/puppeteer";
import type { CaptureFailure } from "../errors";
import type { AddressPolicy } from "../lib/urls";
import type { ChangeAction } from "../schemas/actions";
import type { CaptureOptions } from "../schemas/options";
import type { HeavyGraphics, SessionLost } from "./sessions/losses";
import type { Workspace } from "./sessions/workspace";

/** Which addresses a page may reach. */
export interface BrowserPolicy extends AddressPolicy {
  /** Whether the address that each response came from is looked at too: a public name may lead anywhere. */
  checkRemoteAddress: boolean;
}

/** What a `change` action saw; null where its element was missing, which is not a change. */
export interface SeenValue {
  index: number;
  action: ChangeAction;
  value: string | null;
}

/** What the steps of one capture share. */
export interface CaptureState {
  readonly workspace: Workspace;
  readonly page: Page;
  readonly client: CDPSession;
  readonly options: CaptureOptions;
  /** Tells the page's own requests from those of its frames. */
  readonly mainFrameId: string;
  readonly policy: BrowserPolicy;
  /** Whether the capture has its browser to itself. */
  readonly alone: boolean;
  /** Names of the hosts that the page and its frames show. */
  readonly hosts: Set<string>;
  /** Requests that were blocked as advertisement or tracking. */
  readonly blockedUrls: Set<string>;
  /** Ends the capture with this failure, whatever it is doing. */
  readonly fail: (failure: CaptureFailure | SessionLost | HeavyGraphics) => void;
  /** What `change` actions saw. */
  readonly seen: SeenValue[];
  /** Selector of the field last written into. */
  lastWrittenSelector: string | null;
  /** Selector of the element that an action last touched. */
  lastTouchedSelector: string | null;
  /** What is being done right now, for the note of a timeout. */
  activity: string;
  /** The HTTP status of the page, once it is there. */
  targetStatus: number | null;
  /** Whether the page is about to become another document. */
  isNavigating: boolean;
  /** Why the browser shows an error of its own in the page's place. */
  unreachable: CaptureFailure | null;
  /** Unix milliseconds at which the newest document of the page was there. */
  documentAt: number;
  /** How many documents the page has had since the last action. */
  documentCount: number;
}

/** One thing done to the page on its way to the picture. */
export type Step = (state: CaptureState) => Promise<void>;
