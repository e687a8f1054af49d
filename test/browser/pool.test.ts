import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Lease } from "../../src/browser/sessions/pool-protocol";
import { poolSettings } from "../../src/browser/sessions/pool-settings";
import { closeSession } from "../../src/browser/sessions/session";
import { openSessions } from "../support/browser";
import { eventually } from "../support/eventually";
import { expectClosed, newPool } from "../support/pool";
import { slotOrderSpec } from "../support/slot-order-spec";

let pool: ReturnType<typeof newPool>;
beforeEach(() => {
  pool = newPool();
});

// An idle browser still uses the processor and memory of the machine.
afterEach(async () => {
  await Promise.all((await openSessions()).map((id) => closeSession(env.BROWSER, id)));
});

test("four captures share one session", async () => {
  const leases = await pool.acquireAll(4);
  expect(leases).toHaveLength(4);
  expect(new Set(leases.map((lease) => lease.sessionId)).size).toBe(1);
});

test("a request gets no lease where no slot is free in time", async () => {
  await pool.acquireAll(4);
  expect(await pool.acquire({ waitMs: 300 })).toBeNull();
});

test("a waiting request gets the slot that is released", async () => {
  const [first] = await pool.acquireAll(4);
  const waiting = pool.acquire();
  await pool.release(first as Lease);
  expect(await waiting).toMatchObject({ sessionId: first?.sessionId });
});

test("a request for a session without other captures gets an unused session, which no other capture joins", async () => {
  const [other] = await pool.acquireAll(1);
  const alone = pool.acquire({ alone: true });
  await pool.release(other as Lease);
  expect(await alone).toMatchObject({ sessionId: other?.sessionId });
  const next = (await pool.acquire()) as Lease;
  expect(next.sessionId).not.toBe(other?.sessionId);
  expect(await pool.acquire({ alone: true, waitMs: 300 })).toBeNull();
});

test("an interactive snap is served before a background capture that came earlier", async () => {
  const [first, second] = await pool.acquireAll(4);
  const order: string[] = [];
  const background = pool.acquire({ priority: "background" }).then(() => order.push("background"));
  const interactive = pool.acquire().then(() => order.push("interactive"));
  await pool.release(first as Lease);
  await interactive;
  await pool.release(second as Lease);
  await background;
  expect(order).toEqual(["interactive", "background"]);
});

slotOrderSpec();

test("an account that has all slots gets no further one while another account waits", async () => {
  const [first, second] = await pool.acquireAll(4);
  const order: string[] = [];
  const own = [1, 2].map(() => pool.acquire().then(() => order.push("a")));
  const other = pool.acquire({ accountId: "b" }).then(() => order.push("b"));
  await pool.release(first as Lease);
  await other;
  await pool.release(second as Lease);
  await Promise.race(own);
  expect(order).toEqual(["b", "a"]);
});

test("a faulty session gives no more leases, and is closed when its last lease is released", async () => {
  const [first, second] = (await pool.acquireAll(2)) as [Lease, Lease];
  await pool.release(first, { faulty: true });
  expect(await openSessions()).toContain(first.sessionId);
  await pool.release(second);
  await expectClosed(first);
});

test("a new session starts while a faulty one still has a lease", async () => {
  const [first, second] = (await pool.acquireAll(2)) as [Lease, Lease];
  await pool.release(first, { faulty: true });
  const next = (await pool.acquire()) as Lease;
  expect(next.sessionId).not.toBe(first.sessionId);
  expect(await openSessions()).toContain(second.sessionId);
});

test("a lost session is closed at once, and waiting requests get a new one", async () => {
  const leases = (await pool.acquireAll(4)) as [Lease, Lease, Lease, Lease];
  const waiting = pool.acquireAll(4);
  await pool.release(leases[0], { faulty: true, lost: true });
  const opened = (await waiting) as [Lease, Lease, Lease, Lease];
  expect(opened.map(({ sessionId }) => sessionId)).not.toContain(leases[0].sessionId);
  await expectClosed(leases[0]);
  // Its other leases are void: to release one changes nothing.
  await pool.release(leases[1], { faulty: true, lost: true });
  await pool.release(opened[0]);
  expect(await pool.acquire({ waitMs: 300 })).toMatchObject({ sessionId: opened[0].sessionId });
});

test("a session that starts after the last request stopped waiting is closed", async () => {
  // Durable Objects share no promises with the test: each side polls what the other one did.
  const seen = { started: false, stopped: false };
  /** The browser binding. It answers the start of a session only when no request waits. */
  const BROWSER = {
    fetch: async (url: string, init?: RequestInit) => {
      const answer = await env.BROWSER.fetch(url, init);
      if (init?.method === "POST") {
        seen.started = true;
        await eventually(() => expect(seen.stopped).toBe(true));
      }
      return answer;
    },
  };
  await runInDurableObject(pool.stub, (instance) => {
    Object.assign(instance, { env: { ...env, BROWSER } });
  });
  expect(await pool.acquire({ waitMs: 1_000 })).toBeNull();
  await eventually(() => expect(seen.started).toBe(true));
  const [sessionId = ""] = await openSessions();
  expect(sessionId).not.toBe("");
  seen.stopped = true;
  await expectClosed({ sessionId });
});

test("a lease that expires frees its slot, and its session gives no more leases", async () => {
  const expired = await pool.acquire({ holdMs: 1 });
  const next = await pool.acquire();
  expect(next?.sessionId).not.toBe(expired?.sessionId);
});

test("a session that has ended is not leased", async () => {
  const lease = (await pool.acquire()) as Lease;
  await pool.release(lease);
  await env.BROWSER.fetch(`https://browser/v1/devtools/browser/${lease.sessionId}`, {
    method: "DELETE",
  });
  await expectClosed(lease);
  await pool.makeIdle();
  expect((await pool.acquire())?.sessionId).not.toBe(lease.sessionId);
});

test("leases survive the eviction of the pool", async () => {
  const leases = await pool.acquireAll(4);
  await evictDurableObject(pool.stub);
  expect(await pool.acquire({ waitMs: 300 })).toBeNull();
  await pool.release(leases[0] as Lease);
  expect(await pool.acquire({ waitMs: 300 })).toMatchObject({ sessionId: leases[0]?.sessionId });
});

describe("when its alarm rings, the pool", () => {
  test("closes a session that is idle, not one that was just used", async () => {
    const lease = (await pool.acquire()) as Lease;
    await pool.release(lease);
    await pool.ringAfter(10_000);
    expect(await openSessions()).toContain(lease.sessionId);
    await pool.ringAfter(15_000);
    await expectClosed(lease);
    expect(await runDurableObjectAlarm(pool.stub)).toBe(false);
  });

  test("keeps a session that is leased, until the lease expires", async () => {
    const lease = (await pool.acquire({ holdMs: 60_000 })) as Lease;
    await pool.ringAfter(55_000);
    expect(await openSessions()).toContain(lease.sessionId);
    await pool.ringAfter(60_001);
    await expectClosed(lease);
  });
});

describe("a setting of the pool", () => {
  const SETTINGS = {
    BROWSER_MAX_SESSIONS: "3",
    BROWSER_CONTEXTS_PER_SESSION: "4",
    BROWSER_IDLE_SECONDS: "15",
  };

  test("is read as a number", () => {
    const settings = { maxSessions: 3, slotsPerSession: 4, idleMs: 15_000 };
    expect(poolSettings(SETTINGS)).toEqual(settings);
  });

  test.each([
    { BROWSER_IDLE_SECONDS: "0" },
    { BROWSER_IDLE_SECONDS: "51" },
    { BROWSER_IDLE_SECONDS: "1.5" },
    { BROWSER_IDLE_SECONDS: "soon" },
    { BROWSER_MAX_SESSIONS: "" },
    { BROWSER_CONTEXTS_PER_SESSION: "-1" },
  ])("is refused with its name: %j", (setting) => {
    expect(() => poolSettings({ ...SETTINGS, ...setting })).toThrow(Object.keys(setting)[0]);
  });
});
