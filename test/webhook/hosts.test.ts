import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { claimAttempt, makeAttempt } from "../../src/domain/deliveries";
import { findDelivery, listOverdueDeliveries } from "../../src/store/deliveries";
import type { DeliveryRow } from "../../src/store/rows";
import { site } from "../support/api";
import {
  contextAt,
  newConfiguration,
  newDeliveries,
  newDelivery,
  outcomesOf,
  receiver,
} from "../support/deliveries";
import { eventually } from "../support/eventually";

const NOW = Date.now();
const at = (time: number) => contextAt(() => time);

/** Claims the deliveries that may be attempted now; returns them. */
async function claim(ids: string[], now = NOW): Promise<DeliveryRow[]> {
  const claimed: DeliveryRow[] = [];
  for (const id of ids) {
    const answer = await claimAttempt(at(now), id);
    if ("delivery" in answer) claimed.push(answer.delivery);
  }
  return claimed;
}

test("receivers that answer get their webhooks while others hang", async () => {
  const now = Date.now();
  const hanging: string[] = [];
  const prompt: string[] = [];
  for (let n = 0; n < 20; n++) {
    hanging.push(await newDelivery(await newConfiguration(), receiver("hanging", "hang"), now));
    prompt.push(await newDelivery(await newConfiguration(), receiver("answering", "200"), now));
  }
  const messages = [...hanging, ...prompt].map((deliveryId) => ({ body: { deliveryId } }));
  await env.WEBHOOKS.sendBatch(messages);
  for (const id of prompt) {
    await eventually(async () => expect(await outcomesOf(id)).toEqual(["delivered"]));
  }
  for (const id of hanging) expect(await outcomesOf(id)).toEqual([]);
});

describe("a host", () => {
  test("has at most four open attempts of an account, and each end allows the next", async () => {
    const configuration = await newConfiguration();
    const ids = await newDeliveries(configuration, receiver("busy", "200"), Array(6).fill(NOW));
    const elsewhere = await newDelivery(configuration, "https://hooks.example.com/", NOW);
    const ofOther = await newDelivery(await newConfiguration(), receiver("busy", "200"), NOW);
    const open = await claim(ids);
    expect(open.map(({ id }) => id)).toEqual(ids.slice(0, 4));
    expect(await claim([elsewhere, ofOther])).toHaveLength(2);

    const [first] = open;
    if (!first) throw new Error("nothing was claimed");
    const [next, ...others] = await makeAttempt(at(NOW), first);
    expect(ids.slice(4)).toContain(next?.id);
    expect(others).toEqual([]);
    expect(await claim(ids.slice(4))).toHaveLength(1);
  });

  test("that times out gets no attempt for 30 s, then one at a time until it answers", async () => {
    const url = receiver("slow", "hang,200");
    const ids = await newDeliveries(await newConfiguration(), url, [NOW, NOW, NOW]);
    const [first] = await claim(ids.slice(0, 1));
    if (!first) throw new Error("nothing was claimed");
    const [own, ...next] = await makeAttempt(at(NOW), first);
    expect(await outcomesOf(first.id)).toEqual(["timeout"]);
    expect(own).toEqual({ id: first.id, at: NOW + 30_000 });
    expect(next).toEqual([{ id: expect.any(String), at: NOW + 30_000 }]);

    // Waiting for the host does not count as an attempt.
    expect(await claim(ids.slice(1), NOW + 29_999)).toEqual([]);
    expect(await findDelivery(env, ids[1] ?? "")).toMatchObject({ state: "pending", attempts: 0 });
    const [probe, ...others] = await claim(ids.slice(1), NOW + 30_000);
    if (!probe) throw new Error("nothing was claimed");
    expect(others).toEqual([]);
    const woken = await makeAttempt(at(NOW + 30_000), probe);
    expect(await outcomesOf(probe.id)).toEqual(["delivered"]);
    // The host answered, so all waiting deliveries are attempted.
    expect(woken).toHaveLength(2);
    expect(await claim(ids, NOW + 30_000)).toHaveLength(2);
  });

  test("is handled by the sweep only if nothing else wakes its deliveries", async () => {
    const ids = await newDeliveries(await newConfiguration(), `${site}/lost`, [NOW + 1, NOW]);
    const overdue = async (now: number) =>
      (await listOverdueDeliveries(env, { now, before: NOW + 2 })).filter((id) => ids.includes(id));
    expect(await overdue(NOW + 2)).toEqual([ids[1]]);
    await claim(ids.slice(0, 1), NOW + 2);
    expect(await overdue(NOW + 2)).toEqual([]);
    // The worker is lost, so it wakes no other delivery.
    expect(await overdue(NOW + 60_002)).toEqual([ids[1]]);
  });
});

describe("an account", () => {
  test("has at most 250 open attempts at all hosts, and the next one waits without being counted", async () => {
    const configuration = await newConfiguration();
    await env.DB.prepare(
      `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 250)
      INSERT INTO deliveries (id, account_id, configuration_id, url, host, state, attempts, lease_until)
      SELECT 'open-' || n, ?1, '', '', 'host-' || n, 'pending', 1, ?2 FROM numbers`,
    )
      .bind(configuration.accountId, NOW + 60_000)
      .run();
    const id = await newDelivery(configuration, receiver("crowd", "200"), NOW);
    const refused = await claimAttempt(at(NOW), id);
    if ("delivery" in refused) throw new Error("it was claimed");
    const [wakeUp] = refused.wakeUps;
    expect(wakeUp?.at).toBeGreaterThan(NOW);
    const { nextAttemptAt, attempts } = (await findDelivery(env, id)) ?? {};
    expect([nextAttemptAt, attempts]).toEqual([wakeUp?.at, 0]);

    const ofOther = await newDelivery(await newConfiguration(), receiver("crowd", "200"), NOW);
    expect(await claim([ofOther])).toHaveLength(1);
    expect(await claim([id], NOW + 60_000)).toHaveLength(1);
  });
});
