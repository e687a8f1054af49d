import { describe, expect, test } from "vitest";
import { CaptureFailure } from "../../src/errors";
import { at } from "./pages";
import { capturePortAttempt, type NamedPortAttempt, type PortAttempt } from "./private-port";
import { CLOSED, OPEN, type Studio } from "./studio";

/** What holds for every feature by which a page can reach a private port. */
export function portAttemptSpec(studio: Studio, attempts: NamedPortAttempt[], toUrl = at): void {
  describe.concurrent.each(attempts)("%s", (_, attempt) => {
    test("does not reach a private address, and the page is still captured", async () => {
      await expectNotReached(studio, attempt, toUrl);
    });

    test("reaches a private address where these are open", async () => {
      const { isReached } = await capturePortAttempt(studio, attempt, OPEN, { toUrl });
      expect(isReached).toBe(true);
    });
  });
}

/** The private port is not reached where private addresses are closed, and the page is still captured. */
export async function expectNotReached(studio: Studio, attempt: PortAttempt, toUrl = at) {
  const { outcome, isReached } = await capturePortAttempt(studio, attempt, CLOSED, { toUrl });
  expect(outcome).not.toBeInstanceOf(CaptureFailure);
  expect(isReached).toBe(false);
}
