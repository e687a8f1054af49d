import { CaptureFailure } from "../../errors";
import { sleep } from "../../lib/timeout";
import type { CaptureState } from "../state";
import { failureOfNetError } from "../waits/net-errors";

/** Goes to the address that is to be captured. */
export async function navigate(state: CaptureState): Promise<void> {
  state.doing = "waiting for the page's server to answer";
  await goTo(state, state.options.url);
}

/** Goes to an address and waits until its document is there, not for what the document loads. */
export async function goTo(state: CaptureState, url: string): Promise<void> {
  await state.page.goto(url, { waitUntil: [], timeout: 0 }).catch(async (error: unknown) => {
    // Chromium tells of the aborted navigation before it tells of the crash that aborted it.
    if (String(error).includes("net::ERR_ABORTED")) await sleep(CRASH_NOTICE_MS);
    throw failureOfNavigation(error);
  });
  state.documentAt = Date.now();
}

const CRASH_NOTICE_MS = 300;

function failureOfNavigation(error: unknown): Error {
  if (error instanceof CaptureFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return message.includes("net::")
    ? failureOfNetError(message)
    : new Error(message, { cause: error });
}
