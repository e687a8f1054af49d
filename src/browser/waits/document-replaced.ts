import { CaptureFailure } from "../../errors";

/** The page navigated to another document, so a command for the previous one got no result. */
export class DocumentReplaced extends Error {
  constructor() {
    super("The page navigated to another document");
    this.name = "DocumentReplaced";
  }
}

/** Whether a command failed because the page navigated to another document meanwhile. */
export function isDocumentReplaced(error: unknown): boolean {
  if (error instanceof CaptureFailure || !(error instanceof Error)) return false;
  return error instanceof DocumentReplaced || REPLACED_MESSAGES.test(error.message);
}

/** The error messages of puppeteer and Chromium in that case. */
const REPLACED_MESSAGES =
  /context was destroyed|Cannot find context|Not attached to an active page|target navigated or closed|detached/i;
