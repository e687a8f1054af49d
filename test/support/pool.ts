import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { Lease, LeaseRequest, Release } from "../../src/browser/sessions/pool-protocol";
import type { Session } from "../../src/browser/sessions/session-leases";
import { openSessions } from "./browser";
import { eventually } from "./eventually";

let count = 0;

/** A new pool: one session of four slots, as the settings of the tests say. */
export function newPool() {
  count += 1;
  const stub = env.BROWSER_POOL.getByName(`pool-${count}`);

  function acquire(request: Partial<LeaseRequest> = {}): Promise<Lease | null> {
    return stub.acquire({
      accountId: "a",
      priority: "interactive",
      alone: false,
      waitMs: 20_000,
      holdMs: 60_000,
      ...request,
    });
  }

  return {
    stub,
    acquire,

    async acquireAll(count: number): Promise<Lease[]> {
      const leases = await Promise.all(Array.from({ length: count }, () => acquire()));
      return leases.filter((lease) => lease !== null);
    },

    release({ leaseId }: Lease, state: Partial<Release> = {}): Promise<void> {
      return stub.release(leaseId, { faulty: false, ...state });
    },

    /** Makes the pool believe that its sessions were last used long ago. */
    async makeIdle(): Promise<void> {
      await runInDurableObject(stub, async (_, state) => {
        const sessions = (await state.storage.get<Session[]>("leased_sessions")) ?? [];
        for (const session of sessions) session.lastUsedAt = 0;
        await state.storage.put("leased_sessions", sessions);
      });
      await evictDurableObject(stub);
    },

    /** Runs the alarm as if this time had passed. */
    async ringAfter(ms: number): Promise<void> {
      await runInDurableObject(stub, (instance) => {
        Object.assign(instance, { now: () => Date.now() + ms });
      });
      expect(await runDurableObjectAlarm(stub)).toBe(true);
    },
  };
}

export async function expectClosed({ sessionId }: Pick<Lease, "sessionId">): Promise<void> {
  // Before the pool would close it as idle.
  await eventually(async () => expect(await openSessions()).not.toContain(sessionId), {
    timeoutMs: 5_000,
  });
}
