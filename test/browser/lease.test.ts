import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { LeasedSession } from "../../src/browser/sessions/acquire-lease";
import { withLease } from "../../src/browser/sessions/lease";
import {
  DrawingFailed,
  HeavyGraphics,
  pageTooBusy,
  SessionLost,
} from "../../src/browser/sessions/losses";
import type { LeaseRequest } from "../../src/browser/sessions/pool-protocol";
import { CaptureFailure } from "../../src/errors";
import { sleep } from "../../src/lib/timeout";

type End = Error | "picture" | "no place";

const NOT_DRAWN = new DrawingFailed(pageTooBusy("it is not drawn"));
const CRASHED = new DrawingFailed(new CaptureFailure("page_crashed", "It crashed the graphics."));

/** Lends places of no browser to a capture that ends so, try by try; says which of them were without neighbours. */
async function tries(lengthMs: number, ends: End[]) {
  const places: boolean[] = [];
  const pool = {
    acquire: async ({ alone, waitMs }: LeaseRequest) => {
      if (ends[places.length] === "no place") {
        await sleep(waitMs);
        return null;
      }
      places.push(alone);
      return { leaseId: "lease", sessionId: "session", remoteAddress: "real" };
    },
    release: async () => undefined,
  };
  const binding = { getByName: () => pool } as unknown as typeof env.BROWSER_POOL;
  const use = async (_: LeasedSession) => {
    const end = ends[places.length - 1];
    if (end instanceof Error) throw end;
    return end;
  };
  const request = {
    accountId: "a",
    priority: "interactive" as const,
    waitMs: 1_000,
    endsAt: Date.now() + lengthMs,
  };
  const outcome = await withLease({ ...env, BROWSER_POOL: binding }, "any", request, use).catch(
    (error: { reason?: string }) => error.reason,
  );
  return { places, outcome };
}

test.each<[string, End[], boolean[], string]>([
  ["is lost", [new SessionLost(), "picture"], [false, false], "picture"],
  ["is lost twice", [new SessionLost(), new SessionLost()], [false, false], "browser_unavailable"],
  ["cannot draw", [NOT_DRAWN, "picture"], [false, true], "picture"],
  ["cannot draw, alone too", [NOT_DRAWN, NOT_DRAWN], [false, true], "page_too_busy"],
  ["cannot draw, and no other comes free", [NOT_DRAWN, "no place"], [false], "browser_unavailable"],
  ["is to draw much", [new HeavyGraphics(), "picture"], [false, true], "picture"],
  ["is to draw much, and cannot", [new HeavyGraphics(), NOT_DRAWN], [false, true], "page_too_busy"],
  [
    "is lost before it is to draw much",
    [new SessionLost(), new HeavyGraphics(), "picture"],
    [false, false, true],
    "picture",
  ],
])("a capture whose browser %s", async (_, ends, places, outcome) => {
  expect(await tries(10_000, ends)).toEqual({ places, outcome });
});

test.each([
  ["is the page's fault, where it is not drawn", NOT_DRAWN, [false], "page_too_busy"],
  ["is tried again, where the graphics crashed", CRASHED, [false, true], "picture"],
])("a capture that fails at the end of its time %s", async (_, end, places, outcome) => {
  expect(await tries(3_000, [end, "picture"])).toEqual({ places, outcome });
});
