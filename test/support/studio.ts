import { env } from "cloudflare:workers";
import { type CapturedPage, capturePage } from "../../src/browser/recipe";
import { closeSession } from "../../src/browser/sessions/session";
import type { BrowserPolicy } from "../../src/browser/state";
import { CaptureFailure } from "../../src/errors";
import { captureOptions } from "../../src/schemas/options";
import { site } from "./api";
import { inContext, newSession } from "./browser";

/** Pages may reach private addresses, as in development. */
export const OPEN: BrowserPolicy = {
  allowPrivateNetwork: true,
  checkRemoteAddress: false,
  ownHosts: [],
};

/** Pages may not reach private addresses. The addresses of names are not checked: here all are 127.0.0.1. */
export const CLOSED: BrowserPolicy = { ...OPEN, allowPrivateNetwork: false };

export type Studio = Awaited<ReturnType<typeof newStudio>>;

interface Conditions {
  policy?: BrowserPolicy;
  alone?: boolean;
  timeoutMs?: number;
}

/** A new browser session that captures small windows without the API. */
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
    /** The capture, or its failure. */
    async outcome(...how: Parameters<typeof take>): Promise<CapturedPage | CaptureFailure> {
      return take(...how).catch((error: unknown) => {
        if (error instanceof CaptureFailure) return error;
        throw error;
      });
    },
    close: () => closeSession(env.BROWSER, sessionId),
  };
}
