import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { recentHealth } from "../../src/domain/health";
import { contextAt } from "../support/deliveries";
import { bucketWith } from "../support/faults";

test("the parts are checked once in five seconds, and separately for other bindings", async () => {
  let asked = 0;
  let now = Date.now();
  const put = async () => {
    asked += 1;
    throw new Error("R2 is out of order");
  };
  const ctx = { ...contextAt(() => now), env: { ...env, BUCKET: bucketWith({ put }) } };
  const FAILING = { database: "ok", bucket: "failing", browser: "ok", secrets: "ok" };
  const together = await Promise.all([1, 2, 3].map(() => recentHealth(ctx)));
  expect(together).toEqual([FAILING, FAILING, FAILING]);
  now += 4_999;
  expect(await recentHealth(ctx)).toEqual(FAILING);
  expect(asked).toBe(1);
  now += 1;
  await recentHealth(ctx);
  expect(asked).toBe(2);
  expect(await recentHealth(contextAt(() => now))).toEqual({ ...FAILING, bucket: "ok" });
});
