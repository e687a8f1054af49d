import { env } from "cloudflare:workers";
import { expect, inject, test } from "vitest";
import { findDelivery } from "../../src/store/deliveries";
import { site } from "../support/api";
import { deliverToTheEnd, newConfiguration, newDelivery, receivedBy } from "../support/deliveries";

const CHANGES = inject("full") ? 1_000 : 100;
/** The number of attempts that one host may have open. */
const SIDE_BY_SIDE = 4;

test(`of ${CHANGES} changes every one arrives at a receiver that fails 30 % by chance, a repeated one under its id`, async () => {
  const now = Date.now();
  const configuration = await newConfiguration();
  const url = `${site}/receiver/thousand?failing=0.3`;
  const ids: string[] = [];
  for (let n = 0; n < CHANGES; n++) ids.push(await newDelivery(configuration, url, now));

  for (let first = 0; first < CHANGES; first += SIDE_BY_SIDE) {
    const some = ids.slice(first, first + SIDE_BY_SIDE);
    await Promise.all(some.map((id) => deliverToTheEnd(id, now)));
  }

  const received = (await receivedBy("thousand")).map(({ headers }) => headers["webhook-id"]);
  expect(received.length).toBeGreaterThan(CHANGES * 1.3);
  expect(new Set(received)).toEqual(new Set(ids));
  const states = await Promise.all(ids.map((id) => findDelivery(env, id)));
  expect(new Set(states.map((delivery) => delivery?.state))).toEqual(new Set(["delivered"]));
}, 300_000);
