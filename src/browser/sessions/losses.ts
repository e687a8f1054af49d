import { CaptureFailure } from "../../errors";
import type { Workspace } from "./workspace";

/** The session ended or does not answer. The capture can be retried on another one. */
export class SessionLost extends Error {
  /** Whether it answers on another connection: then its other captures can continue. */
  readonly isAlive: boolean;

  constructor({ isAlive = false, ...options }: ErrorOptions & { isAlive?: boolean } = {}) {
    super("The browser session is gone", options);
    this.name = "SessionLost";
    this.isAlive = isAlive;
  }
}

/** The page draws something that could block the other captures of its session. It needs a session without others. */
export class HeavyGraphics extends Error {
  constructor() {
    super("The page needs a browser of its own");
    this.name = "HeavyGraphics";
  }
}

/**
 * The browser could not draw the page. The cause may be this page or another capture on the same session. A second try
 * on a session without other captures shows which.
 */
export class DrawingFailed extends Error {
  constructor(
    /** The failure of the capture when the second try fails in the same way. */
    readonly failure: CaptureFailure,
    options?: ErrorOptions,
  ) {
    super(`The browser could not draw the page: ${failure.note}`, options);
    this.name = "DrawingFailed";
  }
}

/** Why the connection of a capture ended: a failure of the page if that is known, else a lost session. */
export function lossOf(
  { transport, shotPixels }: Pick<Workspace, "transport" | "shotPixels">,
  cause?: unknown,
): CaptureFailure | SessionLost {
  if (transport.end === "too_busy") return pageTooBusy("it made the browser send too much");
  if (transport.end === "message_too_large") return messageTooLarge(shotPixels);
  return new SessionLost({ cause });
}

/**
 * Why a connection stopped answering. If the session answers on another connection, a message was over 32 MiB: some
 * transports drop it without a close event.
 */
export function lossBySilence(
  { shotPixels }: Pick<Workspace, "shotPixels">,
  isSessionAlive: boolean,
): CaptureFailure | SessionLost {
  return isSessionAlive ? messageTooLarge(shotPixels) : new SessionLost();
}

/** We request only one large message, the picture. Every other one was caused by the page. */
function messageTooLarge(shotPixels: number): CaptureFailure {
  const cause = new SessionLost();
  if (shotPixels * BYTES_PER_PIXEL >= LARGEST_IMAGE_BYTES) {
    return imageTooLarge("it is over about 20 MB, the most that the browser can send", { cause });
  }
  return pageTooBusy("it made the browser send a message of more than 32 MiB", { cause });
}

const LARGEST_IMAGE_BYTES = 20_000_000;
/** A PNG does not compress noise. */
const BYTES_PER_PIXEL = 4;

/** The page uses more of the browser than a capture may. */
export function pageTooBusy(what: string, options?: ErrorOptions): CaptureFailure {
  const note = `The page keeps the browser too busy: ${what}.`;
  return new CaptureFailure("page_too_busy", note, options);
}

/** The picture is over this limit. */
export function imageTooLarge(limit: string, options?: ErrorOptions): CaptureFailure {
  const note = `The image is too large: ${limit}. Capture less of the page, or use a smaller scale_factor or image_format=jpeg.`;
  return new CaptureFailure("image_too_large", note, options);
}

/** No slot on a browser session became free in time. */
export function browserUnavailable(cause?: Error): CaptureFailure {
  const note = "No browser became free in time. Try again shortly.";
  return new CaptureFailure("browser_unavailable", note, { cause });
}
