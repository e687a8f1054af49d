import { CaptureFailure } from "../../errors";
import { failureOfNetError } from "../net-errors";
import type { Stage } from "../stage";

/** Goes to the address that is to be captured. */
export async function navigate(stage: Stage): Promise<void> {
  stage.doing = "waiting for the page's server to answer";
  await goTo(stage, stage.options.url);
}

/** Goes to an address and waits until its document is there, not for what the document loads. */
export async function goTo(stage: Stage, url: string): Promise<void> {
  await stage.page.goto(url, { waitUntil: [], timeout: 0 }).catch((error: unknown) => {
    throw failureOfNavigation(error);
  });
  stage.documentAt = Date.now();
}

function failureOfNavigation(error: unknown): Error {
  if (error instanceof CaptureFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return message.includes("net::")
    ? failureOfNetError(message)
    : new Error(message, { cause: error });
}
