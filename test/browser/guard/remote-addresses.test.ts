import { EventEmitter } from "node:events";
import { afterAll, describe, expect, test } from "vitest";
import { createRequestGuard } from "../../../src/browser/guard/request-guard";
import type { CaptureState } from "../../../src/browser/state";
import { CaptureFailure } from "../../../src/errors";
import { captureOptions } from "../../../src/schemas/options";
import { at, redirect } from "../../support/pages";
import { type Attempt, captureAttempt, PUBLIC_HOST } from "../../support/private-server";
import { CLOSED, newStudio } from "../../support/studio";

const studio = await newStudio();
afterAll(studio.close);

describe("the IP address of a name", () => {
  const CHECKED = { ...CLOSED, checkRemoteAddress: true };

  test.each<[string, Attempt]>([
    ["of the page", () => at(PUBLIC_HOST, "/quarters")],
    ["of a redirect", () => at(PUBLIC_HOST, redirect(302, at("other.example.org", "/quarters")))],
  ])("must be public: %s", async (_, attempt) => {
    expect((await captureAttempt(studio, attempt, CHECKED)).outcome).toMatchObject({
      reason: "blocked_address",
    });
  });

  test.each([
    ["a loopback address, of a fetch that CORS refuses", "Loopback", true],
    ["a local address", "Local", true],
    ["a private address, as older versions of Chromium call it", "Private", true],
    ["a public address is allowed", "Public", false],
    ["a cached response is allowed", "Unknown", false],
  ])("must be public: %s", async (_, resourceIPAddressSpace, isRefused) => {
    const session = new EventEmitter();
    const failures: unknown[] = [];
    const options = captureOptions.parse({ url: "https://example.com" });
    const state = { policy: CHECKED, options, fail: (failure: unknown) => failures.push(failure) };
    const watch = createRequestGuard(state as unknown as CaptureState);
    await watch(Object.assign(session, { send: async () => ({}) }) as never, "page");
    session.emit("Network.responseReceivedExtraInfo", {
      requestId: "16227.2",
      blockedCookies: [],
      headers: {},
      statusCode: 200,
      resourceIPAddressSpace,
    });
    expect(failures).toHaveLength(isRefused ? 1 : 0);
  });

  test("is not checked where the browser uses a proxy", async () => {
    const { outcome } = await captureAttempt(studio, () => at(PUBLIC_HOST, "/quarters"), CLOSED);
    expect(outcome).not.toBeInstanceOf(CaptureFailure);
  });
});
