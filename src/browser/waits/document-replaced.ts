import { CaptureFailure } from "../../errors";

/** The page has left the document that a command was for, and nothing answers it. */
export class DocumentReplaced extends Error {
  constructor() {
    super("The page went on to another document");
    this.name = "LeftBehind";
  }
}

/** Whether a command failed because the page had just left the document that it was for. */
export function isDocumentReplaced(error: unknown): boolean {
  if (error instanceof CaptureFailure || !(error instanceof Error)) return false;
  return error instanceof DocumentReplaced || REPLACED_MESSAGES.test(error.message);
}

/** What puppeteer and Chromium say then. */
const REPLACED_MESSAGES =
  /context was destroyed|Cannot find context|Not attached to an active page|target navigated or closed|detached/i;
