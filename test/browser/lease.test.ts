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

/** How a try ends: "no slot" is a try that gets no lease. */
type End = Error | "picture" | "no slot";

const NOT_DRAWN = new DrawingFailed(pageTooBusy("it is not drawn"));
const CRASHED = new DrawingFailed(new CaptureFailure("page_crashed", "It crashed the graphics."));

/** Runs a capture whose tries end so, without a browser. `alone` says which tries had a session without other captures. */
async function tries(lengthMs: number, ends: End[]) {
  const alone: boolean[] = [];
  const pool = {
    acquire: async (request: LeaseRequest) => {
      if (ends[alone.length] === "no slot") {
        await sleep(request.waitMs);
        return null;
      }
      alone.push(request.alone);
      return { leaseId: "lease", sessionId: "session", remoteAddress: "real" };
    },
    release: async () => undefined,
  };
  const binding = { getByName: () => pool } as unknown as typeof env.BROWSER_POOL;
  const use = async (_: LeasedSession) => {
    const end = ends[alone.length - 1];
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
  return { alone, outcome };
}

test.each<[string, End[], boolean[], string]>([
  ["is lost", [new SessionLost(), "picture"], [false, false], "picture"],
  ["is lost twice", [new SessionLost(), new SessionLost()], [false, false], "browser_unavailable"],
  ["cannot draw", [NOT_DRAWN, "picture"], [false, true], "picture"],
  [
    "cannot draw, also without other captures",
    [NOT_DRAWN, NOT_DRAWN],
    [false, true],
    "page_too_busy",
  ],
  [
    "cannot draw, and no other is free in time",
    [NOT_DRAWN, "no slot"],
    [false],
    "browser_unavailable",
  ],
  ["has heavy graphics", [new HeavyGraphics(), "picture"], [false, true], "picture"],
  [
    "has heavy graphics and cannot draw them",
    [new HeavyGraphics(), NOT_DRAWN],
    [false, true],
    "page_too_busy",
  ],
  [
    "is lost before it has heavy graphics",
    [new SessionLost(), new HeavyGraphics(), "picture"],
    [false, false, true],
    "picture",
  ],
])("a capture whose browser %s", async (_, ends, alone, outcome) => {
  expect(await tries(10_000, ends)).toEqual({ alone, outcome });
});

test.each([
  ["fails as page_too_busy where nothing was drawn", NOT_DRAWN, [false], "page_too_busy"],
  ["is tried again where the graphics crashed", CRASHED, [false, true], "picture"],
])("a capture that fails at the end of its time %s", async (_, end, alone, outcome) => {
  expect(await tries(3_000, [end, "picture"])).toEqual({ alone, outcome });
});
