import { env } from "cloudflare:workers";
import { type CapturedPage, capturePage } from "../../src/browser/recipe";
import { closeSession } from "../../src/browser/sessions/session";
import type { BrowserPolicy } from "../../src/browser/state";
import { CaptureFailure } from "../../src/errors";
import { captureOptions } from "../../src/schemas/options";
import { site } from "./api";
import { inContext, newSession } from "./browser";

/** Everything may be called, as in development. */
export const OPEN: BrowserPolicy = {
  allowPrivateNetwork: true,
  checkRemoteAddress: false,
  ownHosts: [],
};

interface Conditions {
  policy?: BrowserPolicy;
  alone?: boolean;
  timeoutMs?: number;
}

/** A browser session of one's own, on which small photographs are taken without the API around them. */
export async function newStudio() {
  const sessionId = await newSession();

  async function take(
    address: string,
    options: Record<string, unknown> = {},
    { policy = OPEN, alone = false, timeoutMs = 28_000 }: Conditions = {},
  ): Promise<CapturedPage> {
    const url = new URL(address, site).href;
    const small = { page_width: 400, page_height: 300, image_format: "png" };
    const assignment = {
      policy,
      alone,
      timeoutMs,
      options: captureOptions.parse({ ...small, ...options, url }),
    };
    return inContext(sessionId, (workspace) => capturePage(workspace, assignment));
  }

  return {
    sessionId,
    take,
    /** The photograph, or why there is none. */
    async outcome(...how: Parameters<typeof take>): Promise<CapturedPage | CaptureFailure> {
      return take(...how).catch((error: unknown) => {
        if (error instanceof CaptureFailure) return error;
        throw error;
      });
    },
    close: () => closeSession(env.BROWSER, sessionId),
  };
}
