import { CaptureFailure } from "../../errors";
import type { Workspace } from "./workspace";

/** The session ended, or does not answer us: another one may serve the same capture. */
export class SessionLost extends Error {
  /** Whether it answers on another connection: then its other captures may go on. */
  readonly isAlive: boolean;

  constructor({ isAlive = false, ...options }: ErrorOptions & { isAlive?: boolean } = {}) {
    super("The browser session is gone", options);
    this.name = "SessionLost";
    this.isAlive = isAlive;
  }
}

/** The page draws what could hold up every neighbour of its browser: it is to be taken without neighbours. */
export class HeavyGraphics extends Error {
  constructor() {
    super("The page needs a browser of its own");
    this.name = "HeavyGraphics";
  }
}

/**
 * The browser could not draw the page. This page may have caused it, or a neighbour on the same session: a second try
 * on a session without neighbours shows which.
 */
export class DrawingFailed extends Error {
  constructor(
    /** What the page failed with when the second try ends the same way. */
    readonly verdict: CaptureFailure,
    options?: ErrorOptions,
  ) {
    super(`The browser could not draw the page: ${verdict.note}`, options);
    this.name = "DrawingFailed";
  }
}

/** Why the connection of a capture ended: the page's fault where it can be told, else a lost session. */
export function lossOf(
  { transport, shotPixels }: Pick<Workspace, "transport" | "shotPixels">,
  cause?: unknown,
): CaptureFailure | SessionLost {
  if (transport.end === "too_busy") return pageTooBusy("it made the browser send too much");
  if (transport.end === "message_too_large") return messageTooLarge(shotPixels);
  return new SessionLost({ cause });
}

/**
 * Why a connection stopped answering. Where the session answers on another one, a message was over 32 MiB: some
 * transports drop it without a close event.
 */
export function lossBySilence(
  { shotPixels }: Pick<Workspace, "shotPixels">,
  isSessionAlive: boolean,
): CaptureFailure | SessionLost {
  return isSessionAlive ? messageTooLarge(shotPixels) : new SessionLost();
}

/** Only our own picture is asked for; every other large message is something that the page made. */
function messageTooLarge(shotPixels: number): CaptureFailure {
  const cause = new SessionLost();
  if (shotPixels * BYTES_PER_PIXEL >= LARGEST_IMAGE_BYTES) {
    return imageTooLarge("it is over about 20 MB, the most that the browser can send", { cause });
  }
  return pageTooBusy("it made the browser send a message of more than 32 MiB", { cause });
}

const LARGEST_IMAGE_BYTES = 20_000_000;
/** Noise does not get smaller in a PNG. */
const BYTES_PER_PIXEL = 4;

/** The page takes more of the browser than a capture may. */
export function pageTooBusy(what: string, options?: ErrorOptions): CaptureFailure {
  const note = `The page keeps the browser too busy: ${what}.`;
  return new CaptureFailure("page_too_busy", note, options);
}

/** The picture is over a limit, which is named. */
export function imageTooLarge(limit: string, options?: ErrorOptions): CaptureFailure {
  const note = `The image is too large: ${limit}. What would fit: less of the page, a smaller scale_factor, or image_format=jpeg.`;
  return new CaptureFailure("image_too_large", note, options);
}
