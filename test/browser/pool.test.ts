import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Lease, LeaseRequest, Session } from "../../src/browser/places";
import { closeSession } from "../../src/browser/session";
import { nextToServe, type Waiting } from "../../src/browser/turns";
import { openSessions } from "../support/browser";

let pool: ReturnType<typeof env.BROWSER_POOL.getByName>;
let name = 0;

// One session of four places, as the tests' settings say.
beforeEach(() => {
  name += 1;
  pool = env.BROWSER_POOL.getByName(`pool-${name}`);
});

function acquire(request: Partial<LeaseRequest> = {}): Promise<Lease | null> {
  return pool.acquire({
    accountId: "a",
    priority: "interactive",
    waitMs: 20_000,
    holdMs: 60_000,
    ...request,
  });
}

// A browser that nobody uses any more still takes its share of the machine.
afterEach(async () => {
  await Promise.all((await openSessions()).map((id) => closeSession(env.BROWSER, id)));
});

async function acquireAll(count: number): Promise<Lease[]> {
  const leases = await Promise.all(Array.from({ length: count }, () => acquire()));
  return leases.filter((lease) => lease !== null);
}

function release({ leaseId }: Lease, faulty = false): Promise<void> {
  return pool.release(leaseId, { faulty });
}

test("four captures share one session", async () => {
  const leases = await acquireAll(4);
  expect(leases).toHaveLength(4);
  expect(new Set(leases.map((lease) => lease.sessionId)).size).toBe(1);
});

test("who finds no place in time gets none", async () => {
  await acquireAll(4);
  expect(await acquire({ waitMs: 300 })).toBeNull();
});

test("a place that is given back goes to the one who waits", async () => {
  const [first] = await acquireAll(4);
  const waiting = acquire();
  await release(first as Lease);
  expect(await waiting).toMatchObject({ sessionId: first?.sessionId });
});

test("an interactive snap goes before a background capture that came earlier", async () => {
  const [first, second] = await acquireAll(4);
  const order: string[] = [];
  const background = acquire({ priority: "background" }).then(() => order.push("background"));
  const interactive = acquire().then(() => order.push("interactive"));
  await release(first as Lease);
  await interactive;
  await release(second as Lease);
  await background;
  expect(order).toEqual(["interactive", "background"]);
});

describe("of those who wait, the next place goes to", () => {
  type Counts = Record<string, number>;

  // Of four places. A capital letter is an account with an interactive snap, a small one with a background capture.
  test.each<[fact: string, waiting: string, held: Counts, turns: Counts, served: number | null]>([
    ["the one who came first", "AB", {}, {}, 0],
    ["the account whose turn is longest ago", "AAB", {}, { A: 2, B: 1 }, 2],
    ["an account that was not served yet", "AAB", {}, { A: 1 }, 2],
    ["an interactive snap, whoever's turn it is", "baB", {}, { A: 1, B: 2 }, 2],
    ["nobody else than a lone account, which may have all places", "AAA", { A: 3 }, { A: 3 }, 0],
    ["an account below half of the places", "AAB", { A: 2 }, { A: 1, B: 2 }, 2],
    ["such an account's background capture too", "AAb", { A: 2 }, {}, 2],
    ["nobody while all who wait hold half of the places", "AB", { A: 2, B: 2 }, {}, null],
  ])("%s", (_, waiting, held, turns, served) => {
    const queue = [...waiting].map((letter): Waiting => {
      const priority = letter === letter.toUpperCase() ? "interactive" : "background";
      return { accountId: letter.toUpperCase(), priority };
    });
    const usage = {
      places: 4,
      held: new Map(Object.entries(held)),
      turns: new Map(Object.entries(turns)),
    };
    const next = nextToServe(queue, usage);
    expect(next ? queue.indexOf(next) : null).toBe(served);
  });

  test("each account that holds none, where there is one place only", () => {
    const queue: Waiting[] = ["A", "B"].map((accountId) => ({ accountId, priority: "background" }));
    const usage = { places: 1, held: new Map(), turns: new Map([["A", 1]]) };
    expect(nextToServe(queue, usage)?.accountId).toBe("B");
  });
});

test("while another account waits, one that has all places gets no further one", async () => {
  const [first, second] = await acquireAll(4);
  const order: string[] = [];
  const own = [1, 2].map(() => acquire().then(() => order.push("a")));
  const other = acquire({ accountId: "b" }).then(() => order.push("b"));
  await release(first as Lease);
  await other;
  await release(second as Lease);
  await Promise.race(own);
  expect(order).toEqual(["b", "a"]);
});

test("a faulty session lends no more places, and is closed when its last lease is back", async () => {
  const [first, second] = await acquireAll(2);
  await release(first as Lease, true);
  await release(second as Lease);
  await vi.waitFor(async () => expect(await openSessions()).not.toContain(first?.sessionId), 5_000);
  expect((await acquire())?.sessionId).not.toBe(first?.sessionId);
});

test("a lease that expires frees its place and drains its session", async () => {
  const expired = await acquire({ holdMs: 1 });
  const next = await acquire();
  expect(next?.sessionId).not.toBe(expired?.sessionId);
});

test("a session that ended by itself is not lent", async () => {
  const lease = (await acquire()) as Lease;
  await release(lease);
  await env.BROWSER.fetch(`https://browser/v1/devtools/browser/${lease.sessionId}`, {
    method: "DELETE",
  });
  await vi.waitFor(async () => expect(await openSessions()).not.toContain(lease.sessionId), 5_000);
  await makeIdle();
  expect((await acquire())?.sessionId).not.toBe(lease.sessionId);
});

test("leases survive the eviction of the pool", async () => {
  const leases = await acquireAll(4);
  await evictDurableObject(pool);
  expect(await acquire({ waitMs: 300 })).toBeNull();
  await release(leases[0] as Lease);
  expect(await acquire({ waitMs: 300 })).toMatchObject({ sessionId: leases[0]?.sessionId });
});

/** Lets the pool believe that its sessions were last used long ago. */
async function makeIdle() {
  await runInDurableObject(pool, async (_, state) => {
    const sessions = (await state.storage.get<Session[]>("leased_sessions")) ?? [];
    for (const session of sessions) session.lastUsedAt = 0;
    await state.storage.put("leased_sessions", sessions);
  });
  await evictDurableObject(pool);
}

describe("when its alarm rings, the pool", () => {
  /** The alarm rings so much later. */
  async function ringAfter(ms: number) {
    await runInDurableObject(pool, (instance) => {
      Object.assign(instance, { now: () => Date.now() + ms });
    });
    expect(await runDurableObjectAlarm(pool)).toBe(true);
  }

  test("closes a session that nobody uses, not one that was just used", async () => {
    const lease = (await acquire()) as Lease;
    await release(lease);
    await ringAfter(45_000);
    expect(await openSessions()).toContain(lease.sessionId);
    await ringAfter(50_000);
    await vi.waitFor(
      async () => expect(await openSessions()).not.toContain(lease.sessionId),
      5_000,
    );
    expect(await runDurableObjectAlarm(pool)).toBe(false);
  });

  test("leaves a session alone that is lent, until the lease expires", async () => {
    const lease = (await acquire({ holdMs: 60_000 })) as Lease;
    await ringAfter(55_000);
    expect(await openSessions()).toContain(lease.sessionId);
    await ringAfter(60_001);
    await vi.waitFor(
      async () => expect(await openSessions()).not.toContain(lease.sessionId),
      5_000,
    );
  });
});
