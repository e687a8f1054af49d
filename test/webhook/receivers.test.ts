import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { deliver } from "../../src/domain/deliveries";
import { findDelivery } from "../../src/store/deliveries";
import { findEndpoint } from "../../src/store/endpoints";
import {
  contextAt,
  deliverToTheEnd,
  newConfiguration,
  newDelivery,
  outcomesOf,
  receivedBy,
  receiver,
} from "../support/deliveries";

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

  test("redirects is not followed", async () => {
    const { id } = await deliverTo(receiver("redirects", "redirect"));
    await deliver(
      contextAt(() => NOW),
      id,
    );
    expect(await outcomesOf(id)).toEqual(["redirected"]);
    expect(await receivedBy("elsewhere")).toEqual([]);
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
    ["resets the connection", "reset", "connection_failed"],
    ["lies about its length", "lie", "delivered"],
    ["answers ten megabytes", "huge", "delivered"],
  ])("%s harms nothing", async (_, word, outcome) => {
    const { id } = await deliverTo(receiver(`harm-${word}`, word));
    await deliver(
      contextAt(() => NOW),
      id,
    );
    expect(await outcomesOf(id)).toEqual([outcome]);
  });

  test("hangs, or drips, holds nothing up but its own delivery", async () => {
    const hanging = await deliverTo(receiver("hangs", "hang"));
    const dripping = await deliverTo(receiver("drips", "drip"));
    const prompt = await deliverTo(receiver("prompt", "200"));
    const context = contextAt(() => NOW);
    const slow = [hanging, dripping].map(({ id }) => deliver(context, id));
    await deliver(context, prompt.id);
    expect(await outcomesOf(prompt.id)).toEqual(["delivered"]);
    expect(await outcomesOf(hanging.id)).toEqual([]);
    await Promise.all(slow);
    expect(await outcomesOf(hanging.id)).toEqual(["timeout"]);
    // Its status came in time: what follows does not count.
    expect(await outcomesOf(dripping.id)).toEqual(["delivered"]);
  });

  test("only failed for five days is paused, and one success lets it be called again", async () => {
    const url = receiver("paused", "500");
    const { id, configuration } = await deliverTo(url);
    await deliver(
      contextAt(() => NOW),
      id,
    );
    const later = NOW + 5 * 24 * HOUR;
    expect(
      await deliver(
        contextAt(() => later),
        id,
      ),
    ).toBeNull();
    expect(await findEndpoint(env, configuration.id, url)).toMatchObject({
      pausedAt: later,
      pausedBecause: "It failed for five days.",
    });
    expect(await findDelivery(env, id)).toMatchObject({ state: "paused" });
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
  const { id } = await deliverTo("http://10.0.0.1/hook");
  const strict = contextAt(() => NOW);
  await deliver({ ...strict, env: { ...env, ALLOW_PRIVATE_NETWORK: "false" } }, id);
  expect(await outcomesOf(id)).toEqual(["blocked_address"]);
});
