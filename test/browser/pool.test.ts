import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Lease, LeaseRequest, Release } from "../../src/browser/sessions/pool-protocol";
import { poolSettings } from "../../src/browser/sessions/pool-settings";
import { grantLeases, wantedSessions } from "../../src/browser/sessions/serving";
import { closeSession } from "../../src/browser/sessions/session";
import { newSession, type Session } from "../../src/browser/sessions/session-leases";
import { fairShare, nextTurn, type WaitingRequest } from "../../src/browser/sessions/turns";
import { openSessions } from "../support/browser";
import { eventually } from "../support/eventually";

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
    alone: false,
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

function release({ leaseId }: Lease, state: Partial<Release> = {}): Promise<void> {
  return pool.release(leaseId, { faulty: false, ...state });
}

async function expectClosed({ sessionId }: Pick<Lease, "sessionId">) {
  // Before the pool would close it as one that nobody uses.
  await eventually(async () => expect(await openSessions()).not.toContain(sessionId), {
    timeoutMs: 5_000,
  });
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

test("who wants no neighbours gets an unused session, and nobody else is placed on it meanwhile", async () => {
  const [neighbour] = await acquireAll(1);
  const alone = acquire({ alone: true });
  await release(neighbour as Lease);
  expect(await alone).toMatchObject({ sessionId: neighbour?.sessionId });
  const next = (await acquire()) as Lease;
  expect(next.sessionId).not.toBe(neighbour?.sessionId);
  expect(await acquire({ alone: true, waitMs: 300 })).toBeNull();
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

describe("those who wait are served in turn:", () => {
  /** In which order they are served, by their places in the queue, until nobody may have a place. */
  function order(
    waiting: WaitingRequest[],
    held: Record<string, number>,
    places: number,
  ): number[] {
    const now = new Map(Object.entries(held));
    const served: number[] = [];
    const next = (rest: WaitingRequest[]) => nextTurn(rest, now, fairShare(rest, places));
    for (let turn = next(waiting); turn; turn = next(turn.rest)) {
      const { accountId } = turn.next;
      now.set(accountId, (now.get(accountId) ?? 0) + 1);
      served.push(waiting.indexOf(turn.next));
    }
    return served;
  }

  // A capital letter is an account with an interactive snap, a small one the account with a background capture.
  test.each<[string, waiting: string, held: Record<string, number>, places: number, number[]]>([
    ["one account by who came first", "AAA", {}, 12, [0, 1, 2]],
    ["each account once before any twice", "AAABBC", {}, 12, [0, 3, 5, 1, 4, 2]],
    ["interactive snaps before background captures", "aAbB", {}, 12, [1, 3, 0, 2]],
    ["a lone account with all places", "AAAA", { A: 2 }, 4, [0, 1]],
    ["while another waits, none beyond half", "AAAB", { A: 2 }, 4, [3, 0, 1]],
    ["also where the other is in the background", "AAAb", { A: 2 }, 4, [3, 0, 1]],
    ["nobody while all who wait have half", "AB", { A: 2, B: 2 }, 4, []],
    ["half of one place is that place", "AB", {}, 1, [0, 1]],
  ])("%s", (_, letters, held, places, expected) => {
    const waiting = [...letters].map((letter): WaitingRequest => {
      const accountId = letter.toUpperCase();
      return { accountId, priority: letter === accountId ? "interactive" : "background" };
    });
    expect(order(waiting, held, places)).toEqual(expected);
  });
});

describe("those who want no neighbours", () => {
  const PLACES = { maxSessions: 3, slotsPerSession: 4 };
  const request = (accountId: string, alone: boolean): LeaseRequest => ({
    accountId,
    alone,
    priority: "interactive",
    waitMs: 1_000,
    holdMs: 1_000,
  });
  const sessions = () => ["1", "2", "3"].map((id) => newSession(id, 0));
  /** Who got which session: `b2`, or `B2` where nobody else is placed on it. */
  const served = (letters: string, open = sessions()) =>
    grantLeases(
      [...letters].map((letter) => request(letter, letter === letter.toUpperCase())),
      ...[open, PLACES, 0],
    ).granted.map(({ waiter, lease }) => waiter.accountId + lease.sessionId);

  test.each([
    ["get a session each, before the others", "aBc", ["B1", "a2", "c2"]],
    ["leave one session to the others", "ABCd", ["A1", "B2", "d3"]],
    ["are one of an account while another one waits", "AAAb", ["A1", "b3"]],
  ])("%s", (_, letters, expected) => {
    expect(served(letters)).toEqual(expected);
  });

  test("get a session of their own where the others have the only one", () => {
    const [only] = sessions() as [Session];
    const one = { maxSessions: 1, slotsPerSession: 4 };
    const waiting = [request("A", true), request("b", false)];
    const { waiting: rest } = grantLeases(waiting, [only], one, 0);
    expect(only.taken).toBe(true);
    expect(rest).toMatchObject([{ accountId: "b" }]);
    expect(wantedSessions(rest, [only], one)).toBe(1);
    const own = [request("A", false)];
    expect(grantLeases(own, [only, newSession("2", 0)], one, 0).granted).toHaveLength(1);
    expect(wantedSessions([request("C", true)], [only], one)).toBe(0);
    const more = ["2", "3", "4"].map((id) => newSession(id, 0));
    expect(wantedSessions([request("C", true)], more, { ...one, maxSessions: 2 })).toBe(1);
  });

  test("keep the emptiest session free of newcomers, where no other can be started", () => {
    const open = sessions();
    expect(served("aaaabbbbcdd", open)).toHaveLength(11);
    // Without it "e" would get the place on the third that is left.
    expect(served("De", open)).toEqual([]);
    expect(served("e", open)).toEqual(["e3"]);
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
  const [first, second] = (await acquireAll(2)) as [Lease, Lease];
  await release(first, { faulty: true });
  expect(await openSessions()).toContain(first.sessionId);
  await release(second);
  await expectClosed(first);
});

test("a session that drains does not stand in the way of a fresh one", async () => {
  const [first, second] = (await acquireAll(2)) as [Lease, Lease];
  await release(first, { faulty: true });
  const next = (await acquire()) as Lease;
  expect(next.sessionId).not.toBe(first.sessionId);
  expect(await openSessions()).toContain(second.sessionId);
});

test("a lost session is closed at once, and who waits gets a fresh one", async () => {
  const leases = (await acquireAll(4)) as [Lease, Lease, Lease, Lease];
  const waiting = acquireAll(4);
  await release(leases[0], { faulty: true, lost: true });
  const fresh = (await waiting) as [Lease, Lease, Lease, Lease];
  expect(fresh.map(({ sessionId }) => sessionId)).not.toContain(leases[0].sessionId);
  await expectClosed(leases[0]);
  // Its other leases are void: giving one back changes nothing.
  await release(leases[1], { faulty: true, lost: true });
  await release(fresh[0]);
  expect(await acquire({ waitMs: 300 })).toMatchObject({ sessionId: fresh[0].sessionId });
});

test("a session that starts after the last one who waited left is closed", async () => {
  // Objects share no promises: each side looks at what the other one did.
  const seen = { started: false, left: false };
  /** The browser binding; it tells of a session that started only once nobody waits any more. */
  const BROWSER = {
    fetch: async (url: string, init?: RequestInit) => {
      const answer = await env.BROWSER.fetch(url, init);
      if (init?.method === "POST") {
        seen.started = true;
        await eventually(() => expect(seen.left).toBe(true));
      }
      return answer;
    },
  };
  await runInDurableObject(pool, (instance) => {
    Object.assign(instance, { env: { ...env, BROWSER } });
  });
  expect(await acquire({ waitMs: 1_000 })).toBeNull();
  await eventually(() => expect(seen.started).toBe(true));
  const [sessionId = ""] = await openSessions();
  expect(sessionId).not.toBe("");
  seen.left = true;
  await expectClosed({ sessionId });
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
  await expectClosed(lease);
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
    await ringAfter(10_000);
    expect(await openSessions()).toContain(lease.sessionId);
    await ringAfter(15_000);
    await expectClosed(lease);
    expect(await runDurableObjectAlarm(pool)).toBe(false);
  });

  test("leaves a session alone that is lent, until the lease expires", async () => {
    const lease = (await acquire({ holdMs: 60_000 })) as Lease;
    await ringAfter(55_000);
    expect(await openSessions()).toContain(lease.sessionId);
    await ringAfter(60_001);
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
  ])("is refused by its name: %j", (setting) => {
    expect(() => poolSettings({ ...SETTINGS, ...setting })).toThrow(Object.keys(setting)[0]);
  });
});
