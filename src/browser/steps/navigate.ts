import { CaptureFailure } from "../../errors";
import { failureOfNetError } from "../net-errors";
import type { Stage } from "../stage";

/** Goes to the address and waits until its document is there, not for what the document loads. */
export async function navigate(stage: Stage): Promise<void> {
  stage.doing = "waiting for the page's server to answer";
  stage.page.on("framenavigated", (frame) => {
    if (frame === stage.page.mainFrame()) stage.documentAt = Date.now();
  });
  const response = await stage.page
    .goto(stage.options.url, { waitUntil: [], timeout: 0 })
    .catch((error: unknown) => {
      throw failureOfNavigation(error);
    });
  stage.targetStatus = response?.status() ?? null;
  stage.documentAt = Date.now();
}

function failureOfNavigation(error: unknown): Error {
  if (error instanceof CaptureFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return message.includes("net::")
    ? failureOfNetError(message)
    : new Error(message, { cause: error });
}
