import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import {
  type AttemptResult,
  claimDelivery,
  findDelivery,
  listAttempts,
  recordAttempt,
  restartDelivery,
} from "../../src/store/deliveries";
import { findEndpoint } from "../../src/store/endpoints";
import type { DeliveryRow } from "../../src/store/rows";
import { site } from "../support/api";
import { open, read, send, visits } from "../support/configurations";
import {
  contextAt,
  deliver,
  deliverToTheEnd,
  newConfiguration,
  newDelivery,
  outcomesOf,
  receivedBy,
  receiver,
} from "../support/deliveries";
import { eventually } from "../support/eventually";
import { keepingQueue } from "../support/faults";
import { wakeDeliveries } from "../support/queues";

const NOW = Date.now();
const HOUR = 3_600_000;

async function deliverTo(url: string) {
  const configuration = await newConfiguration();
  const id = await newDelivery(configuration, url, NOW);
  return { configuration, id };
}

describe("a receiver that", () => {
  test("fails twice is called a third time, under the same id", async () => {
    const { id } = await deliverTo(receiver("twice", "500,500,200"));
    await deliverToTheEnd(id, NOW);
    expect(await outcomesOf(id)).toEqual(["refused_status", "refused_status", "delivered"]);
    const ids = (await receivedBy("twice")).map(({ headers }) => headers["webhook-id"]);
    expect(ids).toEqual([id, id, id]);
    expect(await findDelivery(env, id)).toMatchObject({ state: "delivered", nextAttemptAt: null });
  });

  test("always fails is given up after ten attempts, about three days later", async () => {
    const { id } = await deliverTo(receiver("always", "503"));
    const end = await deliverToTheEnd(id, NOW);
    expect(await outcomesOf(id)).toHaveLength(10);
    expect(await findDelivery(env, id)).toMatchObject({ state: "failed" });
    expect((end - NOW) / HOUR).toBeGreaterThan(60);
    expect((end - NOW) / HOUR).toBeLessThan(92);
  });

  test("says 410 is not called again, for no other change either", async () => {
    const { id, configuration } = await deliverTo(receiver("gone", "410"));
    const other = await newDelivery(configuration, receiver("gone", "410"), NOW);
    await deliverToTheEnd(id, NOW);
    expect(await outcomesOf(id)).toEqual(["gone"]);
    expect(
      await deliver(
        contextAt(() => NOW),
        other,
      ),
    ).toBeNull();
    expect(await findDelivery(env, other)).toMatchObject({ state: "paused" });
    expect(await receivedBy("gone")).toHaveLength(1);
  });

  test("asks for two minutes gets them", async () => {
    const { id } = await deliverTo(receiver("later", "later,200"));
    expect(
      await deliver(
        contextAt(() => NOW),
        id,
      ),
    ).toBe(120_000);
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
    const { id } = await deliverTo(receiver(name, `${word},200`));
    const waitMs = await deliver(
      contextAt(() => NOW),
      id,
    );
    expect(await outcomesOf(id)).toEqual([outcome]);
    expect(await findDelivery(env, id)).toMatchObject({ state, attempts: 1 });
    if (waitMs !== null) await deliverToTheEnd(id, NOW + waitMs);
    expect(await findDelivery(env, id)).toMatchObject({ state: "delivered" });
    const ids = (await receivedBy(name)).map(({ headers }) => headers["webhook-id"]);
    expect(ids).toEqual(waitMs === null ? [id] : [id, id]);
    expect(await receivedBy("elsewhere")).toEqual([]);
  });

  test("answers without end is hung up on after its beginning", async () => {
    const { id } = await deliverTo(receiver("flood", "flood"));
    await deliver(
      contextAt(() => NOW),
      id,
    );
    const megabytes = Number(await (await fetch(`${site}/flooded/flood`)).text());
    // What lies in the buffers between here and there; the answer has 64.
    expect(megabytes).toBeLessThan(32);
  });

  test("hangs, or drips, holds nothing up but its own delivery", async () => {
    const hanging = await deliverTo(receiver("hangs", "hang"));
    const dripping = await deliverTo(receiver("drips", "drip"));
    const prompt = await deliverTo(receiver("prompt", "200"));
    const woken = wakeDeliveries([hanging.id, dripping.id, prompt.id]);
    await eventually(async () => expect(await outcomesOf(prompt.id)).toEqual(["delivered"]));
    expect(await outcomesOf(hanging.id)).toEqual([]);
    expect((await woken).acknowledged).toHaveLength(3);
    expect(await outcomesOf(hanging.id)).toEqual(["timeout"]);
    expect(await findDelivery(env, hanging.id)).toMatchObject({ state: "pending", attempts: 1 });
    // Its status came in time: what follows does not count.
    expect(await outcomesOf(dripping.id)).toEqual(["delivered"]);
  });

  describe("only failed for five days", () => {
    const LATER = NOW + 5 * 24 * HOUR;

    async function paused(name: string) {
      const url = receiver(name, "500,500,200");
      const { id, configuration } = await deliverTo(url);
      const other = await newDelivery(configuration, url, NOW);
      await deliver(
        contextAt(() => NOW),
        id,
      );
      await deliver(
        contextAt(() => LATER),
        id,
      );
      return { id, other, url, configuration };
    }

    test("is paused, which its configuration tells", async () => {
      const { id, other, url, configuration } = await paused("five-days");
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
      const { id, other, url, configuration } = await paused("forgiven");
      await restartDelivery(env, id, LATER);
      await deliver(
        contextAt(() => LATER),
        id,
      );
      expect(await findDelivery(env, id)).toMatchObject({ state: "delivered" });
      expect(await findDelivery(env, other)).toMatchObject({ state: "pending", attempts: 0 });
      expect(await findEndpoint(env, configuration.id, url)).toBeUndefined();
    });

    test.each([
      ["again when the actions that name it are changed", "#other", "pending"],
      ["no more when the changed actions do not name it", null, "paused"],
    ])("is called %s", async (_, selector, state) => {
      const { other, url, configuration } = await paused(`patched-${state}`);
      const named = selector ? url : receiver("another", "200");
      const action = { type: "change", selector: "#count", send_to: "webhook", url: named };
      await send("PATCH", `/screenshot_configs/${configuration.id}`, configuration.key, {
        multi_step_actions: JSON.stringify([action]),
      });
      expect(await findDelivery(env, other)).toMatchObject({ state });
    });
  });
});

test("two workers woken up at once make one attempt", async () => {
  const { id } = await deliverTo(receiver("once", "200"));
  const context = contextAt(() => NOW);
  await Promise.all(Array.from({ length: 5 }, () => deliver(context, id)));
  expect(await receivedBy("once")).toHaveLength(1);
});

test("a delivery that is not due yet is left alone", async () => {
  const { id } = await deliverTo(receiver("early", "200"));
  expect(
    await deliver(
      contextAt(() => NOW - 1_000),
      id,
    ),
  ).toBe(1_000);
  expect(await receivedBy("early")).toEqual([]);
});

test("an address that may not be called is refused at every attempt", async () => {
  const { id } = await deliverTo(receiver("private", "200"));
  const strict = contextAt(() => NOW);
  await deliver({ ...strict, env: { ...env, ALLOW_PRIVATE_NETWORK: "false" } }, id);
  expect(await outcomesOf(id)).toEqual(["blocked_address"]);
  expect(await receivedBy("private")).toEqual([]);
});

test("requests take the public way, also those to this Worker's own zone", () => {
  expect(Cloudflare.compatibilityFlags["global_fetch_strictly_public"]).toBe(true);
});

test("an IP address that was accepted before is given up at once, with a note", async () => {
  const { id } = await deliverTo("http://93.184.216.34/in");
  const strict = contextAt(() => NOW);
  await deliver({ ...strict, env: { ...env, ALLOW_PRIVATE_NETWORK: "false" } }, id);
  expect(await findDelivery(env, id)).toMatchObject({ state: "failed", nextAttemptAt: null });
  const [attempt] = await listAttempts(env, id);
  expect(attempt?.note).toContain("must have a name");
});

test("an address without a scheme is called by https", async () => {
  const fetched = vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response("ok"));
  const { id } = await deliverTo("hooks.example.com/in");
  await deliver(
    contextAt(() => NOW),
    id,
  );
  expect(fetched.mock.calls.map(([url]) => url)).toEqual(["https://hooks.example.com/in"]);
  fetched.mockRestore();
});

test("a fault of our own is no failure of the receiver: the attempt is made again", async () => {
  const { id, configuration } = await deliverTo(receiver("innocent", "200"));
  const ENCRYPTION_KEY = btoa("a key that is not the right one!");
  const { queue, sent } = keepingQueue();
  const WEBHOOKS = queue as unknown as typeof env.WEBHOOKS;
  const { acknowledged } = await wakeDeliveries([id], { ENCRYPTION_KEY, WEBHOOKS });
  expect(acknowledged).toHaveLength(1);
  expect(sent).toEqual([{ body: { deliveryId: id }, delaySeconds: 300 }]);
  const put = await findDelivery(env, id);
  expect(put).toMatchObject({ state: "pending", attempts: 0, leaseUntil: null });
  // Later, so that those which fail for ever do not stand before all others.
  expect(put?.nextAttemptAt).toBeGreaterThan(NOW + 60_000);
  expect(await findEndpoint(env, configuration.id, receiver("innocent", "200"))).toBeUndefined();
  await deliver(
    contextAt(() => put?.nextAttemptAt ?? 0),
    id,
  );
  expect(await outcomesOf(id)).toEqual(["delivered"]);
});

test("a delivery that failed is woken up when it is due again", async () => {
  const { id } = await deliverTo(receiver("again-soon", "500"));
  const { queue, sent } = keepingQueue();
  const WEBHOOKS = queue as unknown as typeof env.WEBHOOKS;
  expect((await wakeDeliveries([id], { WEBHOOKS })).acknowledged).toHaveLength(1);
  expect(sent).toEqual([{ body: { deliveryId: id }, delaySeconds: expect.any(Number) }]);
  expect(sent[0]?.delaySeconds).toBeGreaterThanOrEqual(4);
  expect(sent[0]?.delaySeconds).toBeLessThanOrEqual(6);
});

test("a delivery that is begun again while an attempt hangs is made again, whatever came of that one", async () => {
  const { id } = await deliverTo(`${site}/gate/redelivered`);
  const hanging = deliver(
    contextAt(() => NOW),
    id,
  );
  await eventually(async () => expect(await visits("redelivered")).toBe(1));
  await restartDelivery(env, id, NOW);
  await open("redelivered");
  await hanging;
  expect(await findDelivery(env, id)).toMatchObject({ state: "pending", attempts: 0 });
  await deliver(
    contextAt(() => NOW),
    id,
  );
  expect(await findDelivery(env, id)).toMatchObject({ state: "delivered" });
  expect(await outcomesOf(id)).toEqual(["delivered", "delivered"]);
});

describe("an attempt that ends after another one had the receiver paused", () => {
  test.each([
    ["well is delivered", { outcome: "delivered", state: "delivered" }],
    ["badly waits, too", { outcome: "timeout", state: "paused" }],
  ] as const)("%s", async (_, { outcome, state }) => {
    const configuration = await newConfiguration();
    const [gone, late] = await Promise.all(
      [1, 2].map(async () => {
        const id = await newDelivery(configuration, "https://hooks.example.com/", NOW);
        return claimDelivery(env, id, { now: NOW, leaseUntil: NOW + 60_000 });
      }),
    );
    if (!gone || !late) throw new Error("nothing was claimed");
    const attempt = (of: DeliveryRow, outcome: AttemptResult["attempt"]["outcome"]) => {
      return { deliveryId: of.id, at: NOW, outcome, status: null, durationMs: 1, note: "" };
    };
    await recordAttempt(env, gone, {
      attempt: attempt(gone, "gone"),
      state: "failed",
      nextAttemptAt: null,
      restUntil: null,
      pauseBecause: "It answered 410 Gone.",
    });
    const nextAttemptAt = outcome === "delivered" ? null : NOW + 5_000;
    await recordAttempt(env, late, {
      attempt: attempt(late, outcome),
      nextAttemptAt,
      pauseBecause: null,
      restUntil: null,
      state: outcome === "delivered" ? "delivered" : "pending",
    });
    expect(await findDelivery(env, late.id)).toMatchObject({ state, nextAttemptAt: null });
  });
});
