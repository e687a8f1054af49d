import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { contextOf } from "../../src/context";
import { closeAndStop } from "../../src/domain/configurations/close";
import { eraseConfiguration } from "../../src/domain/erasure";
import { sweep } from "../../src/domain/sweep";
import { removeSomeChangesOf } from "../../src/store/erase";
import type { ConfigurationRow } from "../../src/store/rows";
import { call, callJson, newAccount, site } from "../support/api";
import { embed, listed, read, send } from "../support/configurations";
import { newDeliveries } from "../support/deliveries";
import { eventually } from "../support/eventually";
import { bucketWith, failingDatabase } from "../support/faults";
import { failingBucket, holdings } from "../support/holdings";
import { insertChange, insertConfiguration, insertShots, storeShot } from "../support/rows";

const ctx = contextOf(env, { waitUntil: () => undefined });

/** A configuration with rows about changes, and this many screenshots and objects. */
async function filled(accountId: string, count = 5): Promise<ConfigurationRow> {
  const configuration = await insertConfiguration({ accountId });
  const owner = { accountId, configurationId: configuration.id };
  await insertChange(owner);
  const times = Array.from({ length: count - 1 }, (_, n) => 1_700_000_000_000 + n);
  await insertShots(owner, times);
  // Objects of some rows, their thumbnails, and many without a row: more than one page of a listing.
  const known = await env.DB.prepare("SELECT image_key FROM screenshots WHERE configuration_id = ?")
    .bind(configuration.id)
    .run<{ image_key: string }>();
  const ofRows = known.results.flatMap(({ image_key: key }) => [key, key.replace("/", "/thumb_")]);
  const unknown = times.map((time) => `${configuration.id}/unknown-${time}`);
  const keys = [...ofRows.slice(0, Math.min(count, 60)), ...unknown].slice(0, count - 2);
  await Promise.all(keys.map((key) => env.BUCKET.put(key, "x")));
  await storeShot(owner);
  return configuration;
}

describe("DELETE /screenshot_configs/:id", () => {
  test("erases 90 rows and 90 objects, and nothing of other configurations", async () => {
    const account = await newAccount();
    const other = await filled(account.id);
    const before = await holdings();
    const { id } = await filled(account.id, 90);
    expect(await holdings()).toMatchObject({
      screenshots: (before["screenshots"] ?? 0) + 90,
      objects: (before["objects"] ?? 0) + 90,
    });

    const { status, body } = await send("DELETE", `/screenshot_configs/${id}`, account.key);
    expect([status, body.deleted]).toEqual([200, true]);
    await eventually(async () => expect(await holdings()).toEqual(before));
    const shots = await listed(`/screenshot_configs/${other.id}/screenshots`, account.key);
    expect(shots).toHaveLength(5);
    expect(await listed("/screenshots", account.key)).toEqual(shots);
  });

  test("is 404 the second time; of two at once one erases it", async () => {
    const account = await newAccount();
    const { id } = await filled(account.id);
    const path = `/screenshot_configs/${id}`;
    const both = await Promise.all([1, 2].map(() => send("DELETE", path, account.key)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    const third = await send("DELETE", path, account.key);
    expect(third).toMatchObject({
      status: 404,
      body: { error_code: "screenshot_configuration_not_found" },
    });
  });

  test("answers 404 for every link at once, before the erasure ends", async () => {
    const { id: accountId, key } = await newAccount();
    const { id } = await filled(accountId);
    const path = `/screenshot_configs/${id}`;
    const [shot] = (await read(`${path}/screenshots?limit=1`, key)).body.screenshots;
    const links = [shot.direct_link, shot.direct_thumbnail_link].map(
      (link) => new URL(link).pathname,
    );
    for (const link of links) expect((await call(link)).status).toBe(200);

    const allowed = Promise.withResolvers<void>();
    const held = async (keys: string | string[]) => {
      await allowed.promise;
      return env.BUCKET.delete(keys);
    };
    const deletion = { method: "DELETE", headers: { Authorization: `Bearer ${key}` } };
    const answer = await callJson(path, deletion, { BUCKET: bucketWith({ delete: held }) });
    expect(answer.status).toBe(200);

    for (const link of links) expect((await call(link)).status).toBe(404);
    expect((await embed(id)).status).toBe(404);
    for (const below of ["", "/screenshots", "/change_notifications"]) {
      expect((await read(`${path}${below}`, key)).status).toBe(404);
    }
    expect((await send("PATCH", path, key, { wait: 1 })).status).toBe(404);
    expect((await send("POST", `${path}/capture`, key)).status).toBe(404);
    expect((await read("/screenshot_configs", key)).body.screenshot_configurations).toEqual([]);
    expect((await env.BUCKET.list({ prefix: `${id}/` })).objects).not.toEqual([]);

    allowed.resolve();
    await eventually(async () => {
      expect((await env.BUCKET.list({ prefix: `${id}/` })).objects).toEqual([]);
    });
  });
});

describe("an interrupted erasure is finished by the sweep", () => {
  // Erase the configurations of earlier tests before the next one counts.
  beforeEach(() => sweep(ctx));

  test.each([
    ["the bucket at its first deletion", () => ({ BUCKET: failingBucket(1) })],
    ["the bucket half-way", () => ({ BUCKET: failingBucket(3) })],
    ["the database before it", () => ({ DB: failingDatabase() })],
    ["the database half-way", () => ({ DB: failingDatabase(/delete from .?screenshots/i, 2) })],
    ["the database at the changes", () => ({ DB: failingDatabase(/delete from deliveries/i) })],
    ["the database at the end", () => ({ DB: failingDatabase(/delete from .?configurations/i) })],
  ])("by %s", async (_, faults) => {
    const { id: accountId } = await newAccount();
    const before = await holdings();
    const configuration = await filled(accountId, 160);
    await closeAndStop(ctx, configuration);
    const interrupted = { ...ctx, env: { ...env, ...faults() } };
    await expect(eraseConfiguration(interrupted, configuration.id)).rejects.toThrow();
    expect(await holdings()).not.toEqual(before);

    await sweep(ctx);
    expect(await holdings()).toEqual(before);
  });

  test("repeatedly, and by two at once", async () => {
    const { id: accountId } = await newAccount();
    const before = await holdings();
    const configuration = await filled(accountId, 160);
    await closeAndStop(ctx, configuration);
    await Promise.all([sweep(ctx), sweep(ctx), eraseConfiguration(ctx, configuration.id)]);
    await sweep(ctx);
    expect(await holdings()).toEqual(before);
  });
});

describe("a long erasure", () => {
  test("works in small slices, stops at its time limit, and is continued by the sweep", async () => {
    const { id: accountId } = await newAccount();
    const before = await holdings();
    const configuration = await filled(accountId, 160);
    await newDeliveries(configuration, "https://hooks.example.com/", Array(500).fill(1));
    await closeAndStop(ctx, configuration);
    const sizes: number[] = [];
    const watched = async (keys: string | string[]) => {
      sizes.push([keys].flat().length);
      return env.BUCKET.delete(keys);
    };
    const sliced = { ...ctx, env: { ...env, BUCKET: bucketWith({ delete: watched }) } };
    expect(await eraseConfiguration(sliced, configuration.id, Date.now())).toBe(false);
    expect(sizes).toHaveLength(1);
    await sweep(sliced);
    expect(await holdings()).toEqual(before);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(50);
  });

  test("removes at most 200 notifications per statement", async () => {
    const { id: accountId } = await newAccount();
    const configuration = await insertConfiguration({ accountId });
    await newDeliveries(configuration, "https://hooks.example.com/", Array(500).fill(1));
    const left = async () => (await holdings())["notifications"] ?? 0;
    const before = await left();
    expect(await removeSomeChangesOf(env, configuration.id)).toBe(true);
    expect(await left()).toBe(before - 200);
  });

  test("yields between its slices, so other requests run", async () => {
    const { id: accountId } = await newAccount();
    const configuration = await insertConfiguration({ accountId });
    await insertShots({ accountId, configurationId: configuration.id }, Array(1_000).fill(1));
    await closeAndStop(ctx, configuration);
    let isErasing = true;
    const erasing = eraseConfiguration(ctx, configuration.id).finally(() => {
      isErasing = false;
    });
    let answered = 0;
    while (isErasing) {
      expect((await fetch(`${site}/visited/erasure`)).status).toBe(200);
      answered += 1;
    }
    await erasing;
    expect(answered).toBeGreaterThan(20);
  });

  test("removes 1,200 rows and 1,200 objects when it has enough time", async () => {
    const { id: accountId } = await newAccount();
    const before = await holdings();
    const configuration = await filled(accountId, 1_200);
    await closeAndStop(ctx, configuration);
    expect(await eraseConfiguration(ctx, configuration.id, Number.POSITIVE_INFINITY)).toBe(true);
    // The sweep purges its URLs from the cache.
    expect({ ...(await holdings()), purges: before["purges"] }).toEqual(before);
  });
});
