import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { checkHealth } from "../../src/domain/health";
import type { Env } from "../../src/env";
import { thumbnailKey } from "../../src/store/images";
import { findJob } from "../../src/store/jobs";
import { callJson, newAccount, site, withQuery } from "../support/api";
import { done, read, SMALL } from "../support/configurations";
import { bucketWith, databaseWith, failingDatabase } from "../support/faults";
import { ACKNOWLEDGED, CAPTURES, createWaiting, deliver } from "../support/queues";
import { jobsOf, MINUTE, reservedBy } from "../support/schedules";
import { sweepAfter } from "../support/sweep";

const never = () => new Promise<never>(() => undefined);

/** Takes a snap with these bindings; returns the answer and the row of its job. */
async function takeSnap(page: string, bindings: Partial<Env> = {}) {
  const { key } = await newAccount();
  const query = { url: `${site}${page}`, access_token: key, json: true, ...SMALL };
  const answer = await callJson(withQuery("/snap", query), {}, bindings);
  const job = await findJob(env, answer.body.job_id);
  if (!job) throw new Error("there is no job");
  return { ...answer, job };
}

async function stored(imageKey: string): Promise<boolean[]> {
  const objects = [imageKey, thumbnailKey(imageKey)].map((key) => env.BUCKET.head(key));
  return (await Promise.all(objects)).map((object) => object !== null);
}

async function removals(imageKey: string): Promise<unknown> {
  const query = "SELECT count(*) AS n FROM image_removals WHERE image_key = ?";
  return env.DB.prepare(query).bind(imageKey).first("n");
}

describe("a snap whose image cannot be stored", () => {
  test("because the bucket hangs fails in time with a note, and leaves no image", async () => {
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

  test("because the database hangs fails in time, and the sweep closes its job", async () => {
    const DB = databaseWith(/SET status = '(done|failed)'/, never);
    const { status, body, job } = await takeSnap("/quarters", { DB });
    expect([status, body.reason]).toEqual([408, "timeout"]);
    expect(job.status).toBe("in_progress");
    await sweepAfter(16 * MINUTE);
    expect(await findJob(env, job.id)).toMatchObject({ status: "failed" });
    expect(await stored(job.imageKey)).toEqual([false, false]);
  });
});

test("a successful snap keeps its image, and schedules no removal", async () => {
  const { status, job } = await takeSnap("/quarters");
  expect([status, await removals(job.imageKey)]).toEqual([200, 0]);
  await sweepAfter(16 * MINUTE);
  expect(await stored(job.imageKey)).toEqual([true, true]);
});

describe("the health check", () => {
  test.each<[string, Partial<Env>]>([
    ["database", { DB: failingDatabase(/insert|update/i) }],
    ["bucket", { BUCKET: bucketWith({ put: () => Promise.reject(new Error("no space")) }) }],
  ])("reports a %s that accepts no writes", async (part, bindings) => {
    expect(await checkHealth({ ...env, ...bindings })).toMatchObject({ [part]: "failing" });
  });

  test("leaves no object", async () => {
    expect(await checkHealth(env)).toMatchObject({ database: "ok", bucket: "ok" });
    expect((await env.BUCKET.list({ prefix: "healthz" })).objects).toEqual([]);
  });
});

describe("a capture of the queue while R2 fails", () => {
  let account: Awaited<ReturnType<typeof newAccount>>;
  let key: string;
  beforeAll(async () => {
    account = await newAccount();
    ({ key } = account);
  });

  const BUCKET = bucketWith({ put: () => Promise.reject(new Error("R2 is out of order")) });

  test.each([
    [1, 10],
    [2, 20],
    [3, 40],
    [4, 80],
    [5, 160],
  ])("attempt %i is retried in %i s", async (attempts, delaySeconds) => {
    const { jobId } = await createWaiting(key, "/quarters");
    const outcome = await deliver(CAPTURES, [jobId], { BUCKET, attempts });
    expect(outcome).toEqual({ acknowledged: [], retried: [{ delaySeconds }] });
  });

  test("the job waits and keeps its reservation, until R2 works again", async () => {
    const { id, jobId } = await createWaiting(key, "/quarters");
    const reserved = await reservedBy(account.id);
    await deliver(CAPTURES, [jobId], { BUCKET });
    expect(await read(`/jobs/${jobId}`, key)).toMatchObject({ status: 202 });
    expect(await jobsOf(id)).toMatchObject([{ status: "in_progress", leaseUntil: null }]);
    expect(await reservedBy(account.id)).toBe(reserved);

    expect(await deliver(CAPTURES, [jobId], { attempts: 2 })).toEqual(ACKNOWLEDGED);
    await done(key, jobId);
    expect(await reservedBy(account.id)).toBe(reserved);
  });

  test("the client does not see the cause", async () => {
    const logged = vi.spyOn(console, "error");
    const { jobId } = await createWaiting(key, "/quarters");
    await deliver(CAPTURES, [jobId], { BUCKET });
    await deliver("pagepixels-captures-dead", [jobId]);
    expect(JSON.stringify((await read(`/jobs/${jobId}`, key)).body)).not.toContain("R2");
    expect(JSON.stringify(logged.mock.calls)).toContain("R2 is out of order");
  });
});
