import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { contextOf } from "../../src/context";
import { checkHealth } from "../../src/domain/health";
import { sweep } from "../../src/domain/sweep";
import type { Env } from "../../src/env";
import { thumbnailKey } from "../../src/store/images";
import { findJob } from "../../src/store/jobs";
import { callJson, newAccount, site, withQuery } from "../support/api";
import { SMALL } from "../support/configurations";
import { bucketWith, databaseWith, failingDatabase } from "../support/faults";

const MINUTE = 60_000;
const never = () => new Promise<never>(() => undefined);

/** Takes a snap with these bindings; its job as the database has it. */
async function takeSnap(page: string, bindings: Partial<Env> = {}) {
  const { key } = await newAccount();
  const query = { url: `${site}${page}`, access_token: key, json: true, ...SMALL };
  const answer = await callJson(withQuery("/snap", query), {}, bindings);
  const job = await findJob(env, answer.body.job_id);
  if (!job) throw new Error("there is no job");
  return { ...answer, job };
}

async function sweepAfter(ms: number): Promise<void> {
  const ctx = contextOf(env, { waitUntil: () => undefined });
  await sweep({ ...ctx, now: () => Date.now() + ms });
}

async function stored(imageKey: string): Promise<boolean[]> {
  const objects = [imageKey, thumbnailKey(imageKey)].map((key) => env.BUCKET.head(key));
  return (await Promise.all(objects)).map((object) => object !== null);
}

async function removals(imageKey: string): Promise<unknown> {
  const query = "SELECT count(*) AS n FROM image_removals WHERE image_key = ?";
  return env.DB.prepare(query).bind(imageKey).first("n");
}

describe("a snap whose picture cannot be stored", () => {
  test("since the bucket does not answer fails with a note, in time, and leaves nothing", async () => {
    const put: R2Bucket["put"] = async (...args: Parameters<R2Bucket["put"]>) => {
      await env.BUCKET.put(...args);
      return never();
    };
    const { status, body, job } = await takeSnap("/quarters", { BUCKET: bucketWith({ put }) });
    expect([status, body.error_code, body.reason]).toEqual([408, "screenshot_failed", "timeout"]);
    expect(body.note).toContain("could not store it in time");
    expect(job).toMatchObject({ status: "failed", failureReason: "timeout" });
    expect(await stored(job.imageKey)).toEqual([true, true]);
    await sweepAfter(14 * MINUTE);
    expect(await stored(job.imageKey)).toEqual([true, true]);
    await sweepAfter(16 * MINUTE);
    expect(await stored(job.imageKey)).toEqual([false, false]);
    expect(await removals(job.imageKey)).toBe(0);
  });

  test("since the database does not answer fails in time too; the sweep closes its job", async () => {
    const DB = databaseWith(/SET status = '(done|failed)'/, never);
    const { status, body, job } = await takeSnap("/quarters", { DB });
    expect([status, body.reason]).toEqual([408, "timeout"]);
    expect(job.status).toBe("in_progress");
    await sweepAfter(16 * MINUTE);
    expect(await findJob(env, job.id)).toMatchObject({ status: "failed" });
    expect(await stored(job.imageKey)).toEqual([false, false]);
  });
});

test("a snap that is done keeps its picture, and nothing is noted of it", async () => {
  const { status, job } = await takeSnap("/quarters");
  expect([status, await removals(job.imageKey)]).toEqual([200, 0]);
  await sweepAfter(16 * MINUTE);
  expect(await stored(job.imageKey)).toEqual([true, true]);
});

describe("the health check", () => {
  test.each<[string, Partial<Env>]>([
    ["database", { DB: failingDatabase(/insert|update/i) }],
    ["bucket", { BUCKET: bucketWith({ put: () => Promise.reject(new Error("no space")) }) }],
  ])("tells a %s that takes no write", async (part, bindings) => {
    expect(await checkHealth({ ...env, ...bindings })).toMatchObject({ [part]: "failing" });
  });

  test("leaves no object", async () => {
    expect(await checkHealth(env)).toMatchObject({ database: "ok", bucket: "ok" });
    expect((await env.BUCKET.list({ prefix: "healthz" })).objects).toEqual([]);
  });
});
