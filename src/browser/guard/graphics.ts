import type { CDPSession } from "@cloudflare/puppeteer";
import { watchGraphics } from "../page/graphics";
import { HeavyGraphics } from "../sessions/losses";
import type { CaptureState } from "../state";
import type { TargetType } from "./targets";

/**
 * Ends a capture that shares its browser when its page starts to draw something that could block the graphics process
 * for a long time. The page does not draw it.
 */
export function createGraphicsWatch({ alone, fail }: CaptureState) {
  return async (session: CDPSession, type: TargetType): Promise<void> => {
    if (alone) return;
    session.on("Network.requestWillBeSent", ({ request }) => {
      if (request.url === REPORT_URL) fail(new HeavyGraphics());
    });
    if (type === "worker") await session.send("Runtime.evaluate", { expression: WATCH });
    else {
      const script = { source: WATCH, runImmediately: true };
      await session.send("Page.addScriptToEvaluateOnNewDocument", script);
    }
  };
}

/** The browser refuses port 1 before it resolves the host. */
const REPORT_URL = "https://refused.invalid:1/heavy-graphics";
/** A map of a whole city has fewer. A CPU draws this many in well under a second. */
const MOST_VERTICES = 5_000_000;
const WATCH = `(${watchGraphics})(${JSON.stringify(REPORT_URL)}, ${MOST_VERTICES});`;
