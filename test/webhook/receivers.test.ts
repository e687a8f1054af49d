import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { findDelivery, restartDelivery } from "../../src/store/deliveries";
import { findEndpoint } from "../../src/store/endpoints";
import { site } from "../support/api";
import { open, read, visits } from "../support/configurations";
import {
  deliverAt,
  deliverToTheEnd,
  idsReceivedBy,
  newDelivery,
  outcomesOf,
  receivedBy,
  receiver,
} from "../support/deliveries";
import { eventually } from "../support/eventually";
import { wakeDeliveries } from "../support/queues";
import {
  deliverTo,
  endAfterPause,
  FIVE_DAYS_MS,
  keepingWebhooks,
  pausedReceiver,
} from "../support/receivers";

const NOW = Date.now();
const LATER = NOW + FIVE_DAYS_MS;
const HOUR = 3_600_000;

describe("a receiver that", () => {
  test("fails twice is called a third time, under the same id", async () => {
    const { id } = await deliverTo(receiver("twice", "500,500,200"), NOW);
    await deliverToTheEnd(id, NOW);
    expect(await outcomesOf(id)).toEqual(["refused_status", "refused_status", "delivered"]);
    expect(await idsReceivedBy("twice")).toEqual([id, id, id]);
    expect(await findDelivery(env, id)).toMatchObject({ state: "delivered", nextAttemptAt: null });
  });

  test("always fails is called ten times in about three days", async () => {
    const { id } = await deliverTo(receiver("always", "503"), NOW);
    const end = await deliverToTheEnd(id, NOW);
    expect(await outcomesOf(id)).toHaveLength(10);
    expect(await findDelivery(env, id)).toMatchObject({ state: "failed" });
    expect((end - NOW) / HOUR).toBeGreaterThan(60);
    expect((end - NOW) / HOUR).toBeLessThan(92);
  });

  test("answers 410 is not called again, for other changes either", async () => {
    const { id, configuration } = await deliverTo(receiver("gone", "410"), NOW);
    const other = await newDelivery(configuration, receiver("gone", "410"), NOW);
    await deliverToTheEnd(id, NOW);
    expect(await outcomesOf(id)).toEqual(["gone"]);
    expect(await deliverAt(NOW, other)).toBeNull();
    expect(await findDelivery(env, other)).toMatchObject({ state: "paused" });
    expect(await receivedBy("gone")).toHaveLength(1);
  });

  test("asks for a retry in two minutes is called then", async () => {
    const { id } = await deliverTo(receiver("later", "later,200"), NOW);
    expect(await deliverAt(NOW, id)).toBe(120_000);
    await deliverToTheEnd(id, NOW + 120_000);
    expect(await outcomesOf(id)).toEqual(["refused_status", "delivered"]);
  });

  test.each([
    ["redirects", "redirect", "redirected", "pending"],
    ["resets the connection", "reset", "connection_failed", "pending"],
    ["lies about its length", "lie", "delivered", "delivered"],
    ["answers 64 megabytes", "flood", "delivered", "delivered"],
  ])("%s gets the next attempt, if any, under the same id", async (_, word, outcome, state) => {
    const name = `harm-${word}`;
    const { id } = await deliverTo(receiver(name, `${word},200`), NOW);
    const waitMs = await deliverAt(NOW, id);
    expect(await outcomesOf(id)).toEqual([outcome]);
    expect(await findDelivery(env, id)).toMatchObject({ state, attempts: 1 });
    if (waitMs !== null) await deliverToTheEnd(id, NOW + waitMs);
    expect(await findDelivery(env, id)).toMatchObject({ state: "delivered" });
    expect(await idsReceivedBy(name)).toEqual(waitMs === null ? [id] : [id, id]);
    expect(await receivedBy("elsewhere")).toEqual([]);
  });

  test("answers without end is disconnected early", async () => {
    const { id } = await deliverTo(receiver("flood", "flood"), NOW);
    await deliverAt(NOW, id);
    const megabytes = Number(await (await fetch(`${site}/flooded/flood`)).text());
    // The buffers in between hold some of it. The whole answer has 64 MB.
    expect(megabytes).toBeLessThan(32);
  });

  test("hangs or sends slowly delays only its own delivery", async () => {
    const hanging = await deliverTo(receiver("hangs", "hang"), NOW);
    const dripping = await deliverTo(receiver("drips", "drip"), NOW);
    const prompt = await deliverTo(receiver("prompt", "200"), NOW);
    const woken = wakeDeliveries([hanging.id, dripping.id, prompt.id]);
    await eventually(async () => expect(await outcomesOf(prompt.id)).toEqual(["delivered"]));
    expect(await outcomesOf(hanging.id)).toEqual([]);
    expect((await woken).acknowledged).toHaveLength(3);
    expect(await outcomesOf(hanging.id)).toEqual(["timeout"]);
    expect(await findDelivery(env, hanging.id)).toMatchObject({ state: "pending", attempts: 1 });
    // Its status arrived in time. The rest of the answer does not count.
    expect(await outcomesOf(dripping.id)).toEqual(["delivered"]);
  });

  describe("failed for five days", () => {
    test("is paused, and its configuration shows it", async () => {
      const { id, other, url, configuration } = await pausedReceiver("five-days", NOW);
      expect(await findEndpoint(env, configuration.id, url)).toMatchObject({
        pausedAt: LATER,
        pausedBecause: "It failed for five days.",
      });
      expect(await findDelivery(env, id)).toMatchObject({ state: "paused" });
      expect(await findDelivery(env, other)).toMatchObject({ state: "paused" });
      const { body } = await read(`/screenshot_configs/${configuration.id}`, configuration.key);
      expect(body.monitoring.paused_webhooks).toEqual([
        { url, paused_at: String(LATER), reason: "It failed for five days." },
      ]);
    });

    test("is called again after one success", async () => {
      const { id, other, url, configuration } = await pausedReceiver("resumed", NOW);
      await restartDelivery(env, id, LATER);
      await deliverAt(LATER, id);
      expect(await findDelivery(env, id)).toMatchObject({ state: "delivered" });
      expect(await findDelivery(env, other)).toMatchObject({ state: "pending", attempts: 0 });
      expect(await findEndpoint(env, configuration.id, url)).toBeUndefined();
    });
  });
});

test("five workers that start at once make one attempt", async () => {
  const { id } = await deliverTo(receiver("once", "200"), NOW);
  await Promise.all(Array.from({ length: 5 }, () => deliverAt(NOW, id)));
  expect(await receivedBy("once")).toHaveLength(1);
});

test("a delivery that is not due yet is not attempted", async () => {
  const { id } = await deliverTo(receiver("early", "200"), NOW);
  expect(await deliverAt(NOW - 1_000, id)).toBe(1_000);
  expect(await receivedBy("early")).toEqual([]);
});

test("a URL without a scheme is called by https", async () => {
  const fetched = vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response("ok"));
  const { id } = await deliverTo("hooks.example.com/in", NOW);
  await deliverAt(NOW, id);
  expect(fetched.mock.calls.map(([url]) => url)).toEqual(["https://hooks.example.com/in"]);
  fetched.mockRestore();
});

test("an internal error does not count as a failure of the receiver, and the attempt is repeated", async () => {
  const { id, configuration } = await deliverTo(receiver("internal-error", "200"), NOW);
  const ENCRYPTION_KEY = btoa("a key that is not the right one!");
  const { WEBHOOKS, sent } = keepingWebhooks();
  const { acknowledged } = await wakeDeliveries([id], { ENCRYPTION_KEY, WEBHOOKS });
  expect(acknowledged).toHaveLength(1);
  expect(sent).toEqual([{ body: { deliveryId: id }, delaySeconds: 300 }]);
  const postponed = await findDelivery(env, id);
  expect(postponed).toMatchObject({ state: "pending", attempts: 0, leaseUntil: null });
  // A delivery that always fails must not block the others.
  expect(postponed?.nextAttemptAt).toBeGreaterThan(NOW + 60_000);
  expect(
    await findEndpoint(env, configuration.id, receiver("internal-error", "200")),
  ).toBeUndefined();
  await deliverAt(postponed?.nextAttemptAt ?? 0, id);
  expect(await outcomesOf(id)).toEqual(["delivered"]);
});

test("a failed delivery is queued again for the time when it is due", async () => {
  const { id } = await deliverTo(receiver("again-soon", "500"), NOW);
  const { WEBHOOKS, sent } = keepingWebhooks();
  expect((await wakeDeliveries([id], { WEBHOOKS })).acknowledged).toHaveLength(1);
  expect(sent).toEqual([{ body: { deliveryId: id }, delaySeconds: expect.any(Number) }]);
  expect(sent[0]?.delaySeconds).toBeGreaterThanOrEqual(4);
  expect(sent[0]?.delaySeconds).toBeLessThanOrEqual(6);
});

test("a redelivery that starts while an attempt hangs is made after that attempt", async () => {
  const { id } = await deliverTo(`${site}/gate/redelivered`, NOW);
  const hanging = deliverAt(NOW, id);
  await eventually(async () => expect(await visits("redelivered")).toBe(1));
  await restartDelivery(env, id, NOW);
  await open("redelivered");
  await hanging;
  expect(await findDelivery(env, id)).toMatchObject({ state: "pending", attempts: 0 });
  await deliverAt(NOW, id);
  expect(await findDelivery(env, id)).toMatchObject({ state: "delivered" });
  expect(await outcomesOf(id)).toEqual(["delivered", "delivered"]);
});

test.each([
  ["delivered", "delivered"],
  ["timeout", "paused"],
] as const)(
  "an attempt that ends with %s after another one paused the receiver is %s",
  async (outcome, state) => {
    const late = await endAfterPause(outcome, NOW);
    expect(await findDelivery(env, late)).toMatchObject({ state, nextAttemptAt: null });
  },
);
