import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { newAccount, site } from "../support/api";
import { done, listed, open, read, send, visits } from "../support/configurations";
import { newConfiguration, newDelivery, outcomesOf, receiver } from "../support/deliveries";
import { eventually } from "../support/eventually";
import { bucketWith, keepingQueue } from "../support/faults";
import { createWaiting, deliver, hand } from "../support/queues";
import { alarmOf, jobsOf, reservedBy } from "../support/schedules";

const CAPTURES = "pagepixels-captures";
const ACKNOWLEDGED = { acknowledged: ["message-0"], retried: [] };

let account: Awaited<ReturnType<typeof newAccount>>;
let key: string;
beforeAll(async () => {
  account = await newAccount();
  ({ key } = account);
});

describe("a message handled twice changes nothing", () => {
  test("one after the other", async () => {
    const { id, jobId } = await createWaiting(key, "/visits/one-by-one");
    expect(await deliver(CAPTURES, [jobId])).toEqual(ACKNOWLEDGED);
    const before = [await jobsOf(id), await reservedBy(account.id), await imagesOf(id)];
    expect(await deliver(CAPTURES, [jobId])).toEqual(ACKNOWLEDGED);
    expect([await jobsOf(id), await reservedBy(account.id), await imagesOf(id)]).toEqual(before);
    expect(before[0]).toMatchObject([{ status: "done", attempts: 1 }]);
    expect(await visits("one-by-one")).toBe(1);
  });

  test("in one batch, and in two at once", async () => {
    const { id, jobId } = await createWaiting(key, "/visits/at-once");
    await Promise.all([deliver(CAPTURES, [jobId, jobId]), deliver(CAPTURES, [jobId])]);
    expect(await jobsOf(id)).toMatchObject([{ status: "done", attempts: 1 }]);
    expect(await imagesOf(id)).toHaveLength(2);
    expect(await visits("at-once")).toBe(1);
  });

  test("while a worker has the job: it is left to that one", async () => {
    const { id, jobId } = await createWaiting(key, "/gate/busy");
    const first = deliver(CAPTURES, [jobId]);
    await eventually(async () => expect(await visits("busy")).toBe(1));
    expect(await deliver(CAPTURES, [jobId])).toEqual(ACKNOWLEDGED);
    await open("busy");
    expect(await first).toEqual(ACKNOWLEDGED);
    expect(await jobsOf(id)).toMatchObject([{ status: "done", attempts: 1 }]);
  });
});

describe("a message of nothing is acknowledged, and nothing happens", () => {
  test("of a job that never was", async () => {
    expect(await deliver(CAPTURES, ["0".repeat(24)])).toEqual(ACKNOWLEDGED);
  });

  test("of a configuration that was deleted", async () => {
    const { id, path, jobId } = await createWaiting(key, "/visits/no-more");
    await send("DELETE", path, key);
    expect(await deliver(CAPTURES, [jobId])).toEqual(ACKNOWLEDGED);
    await eventually(async () => expect(await jobsOf(id)).toEqual([]));
    expect(await imagesOf(id)).toEqual([]);
    expect(await visits("no-more")).toBe(0);
  });
});

test("a page that fails is an outcome: recorded, given back, not tried again", async () => {
  const reserved = await reservedBy(account.id);
  const { id, path, jobId } = await createWaiting(key, "/reset");
  expect(await deliver(CAPTURES, [jobId])).toEqual(ACKNOWLEDGED);
  const failed = { status: "failed", failureReason: "connection_failed", attempts: 1 };
  expect(await jobsOf(id)).toMatchObject([failed]);
  expect(await reservedBy(account.id)).toBe(reserved);
  expect(await listed(`${path}/screenshots`, key)).toEqual([]);
});

test("each message of a batch fares by itself", async () => {
  const good = await createWaiting(key, "/quarters");
  const bad = await createWaiting(key, "/reset");
  const jobIds = [bad.jobId, "0".repeat(24), good.jobId];
  const { acknowledged, retried } = await deliver(CAPTURES, jobIds);
  expect(acknowledged.sort()).toEqual(["message-0", "message-1", "message-2"]);
  expect(retried).toEqual([]);
  expect((await read(`/jobs/${good.jobId}`, key)).body.success).toBe(true);
  expect((await read(`/jobs/${bad.jobId}`, key)).body.success).toBe(false);
});

describe("a platform that fails", () => {
  const BUCKET = bucketWith({ put: () => Promise.reject(new Error("R2 is out of order")) });

  test.each([
    [1, 10],
    [2, 20],
    [3, 40],
    [4, 80],
    [5, 160],
  ])("at attempt %i the message comes again in %i s", async (attempts, delaySeconds) => {
    const { jobId } = await createWaiting(key, "/quarters");
    const outcome = await deliver(CAPTURES, [jobId], { BUCKET, attempts });
    expect(outcome).toEqual({ acknowledged: [], retried: [{ delaySeconds }] });
  });

  test("leaves the job waiting with its reservation, until the platform works again", async () => {
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

  test("tells the client nothing of its cause", async () => {
    const logged = vi.spyOn(console, "error");
    const { jobId } = await createWaiting(key, "/quarters");
    await deliver(CAPTURES, [jobId], { BUCKET });
    await deliver("pagepixels-captures-dead", [jobId]);
    expect(JSON.stringify((await read(`/jobs/${jobId}`, key)).body)).not.toContain("R2");
    expect(JSON.stringify(logged.mock.calls)).toContain("R2 is out of order");
  });
});

test("where no browser is free, the message is sent anew and does not use up its attempts", async () => {
  const noPlace = { acquire: async () => null, release: async () => undefined };
  const BROWSER_POOL = { getByName: () => noPlace } as unknown as typeof env.BROWSER_POOL;
  const { queue, sent } = keepingQueue();
  const { id, jobId } = await createWaiting(key, "/visits/queueing");
  const outcome = await deliver(CAPTURES, [jobId], { BROWSER_POOL, CAPTURES: queue });
  expect(outcome).toEqual(ACKNOWLEDGED);
  expect(sent).toEqual([{ body: { jobId }, delaySeconds: 15 }]);
  expect(await jobsOf(id)).toMatchObject([{ status: "in_progress" }]);

  // A copy of the message that comes meanwhile ends there: copies do not become more.
  expect(await deliver(CAPTURES, [jobId])).toEqual(ACKNOWLEDGED);
  expect(await visits("queueing")).toBe(0);
  await endClaim(jobId);
  await deliver(CAPTURES, [jobId]);
  await done(key, jobId);
  expect(await visits("queueing")).toBe(1);
});

test("a worker whose claim ran out leaves job, image and lock to the one that has it now", async () => {
  const { id, jobId, path } = await createWaiting(key, "/gate/late");
  const late = deliver(CAPTURES, [jobId]);
  await eventually(async () => expect(await visits("late")).toBe(1));
  await endClaim(jobId);
  await send("PATCH", path, key, { url: `${site}/gate/later` });
  const later = deliver(CAPTURES, [jobId]);
  await eventually(async () => expect(await visits("later")).toBe(1));

  await open("late");
  expect(await late).toEqual(ACKNOWLEDGED);
  expect(await read(`/jobs/${jobId}`, key)).toMatchObject({ status: 202 });
  expect(await alarmOf(id)).not.toBeNull();
  await open("later");
  expect(await later).toEqual(ACKNOWLEDGED);
  expect((await done(key, jobId)).capture.final_url).toBe(`${site}/gate/later`);
  expect(await imagesOf(id)).toHaveLength(2);
});

test("a worker whose claim ran out does not take the image away that the other one stored", async () => {
  const { id, jobId, path } = await createWaiting(key, "/gate/last-claim");
  const late = deliver(CAPTURES, [jobId]);
  await eventually(async () => expect(await visits("last-claim")).toBe(1));
  await endClaim(jobId);
  await send("PATCH", path, key, { url: `${site}/quarters` });
  await deliver(CAPTURES, [jobId]);
  await open("last-claim");
  expect(await late).toEqual(ACKNOWLEDGED);
  expect((await done(key, jobId)).capture.final_url).toBe(`${site}/quarters`);
  const [job] = await jobsOf(id);
  expect(await imagesOf(id)).toHaveLength(2);
  expect((await env.BUCKET.head(job?.imageKey ?? ""))?.httpEtag).toBe(job?.etag);
});

describe("a queue may have any name", () => {
  test("a capture is run", async () => {
    const { jobId } = await createWaiting(key, "/quarters");
    expect(await deliver("renamed", [jobId])).toEqual(ACKNOWLEDGED);
    await done(key, jobId);
  });

  test("a delivery is made, also beside a capture", async () => {
    const configuration = await newConfiguration();
    const id = await newDelivery(configuration, receiver("renamed", "200"), Date.now());
    const { jobId } = await createWaiting(key, "/quarters");
    const { acknowledged } = await hand("renamed", [{ deliveryId: id }, { jobId }]);
    expect(acknowledged.sort()).toEqual(["message-0", "message-1"]);
    expect(await outcomesOf(id)).toEqual(["delivered"]);
    await done(key, jobId);
  });

  test("dead captures are given up where the name ends in -dead", async () => {
    const { jobId } = await createWaiting(key, "/quarters");
    expect(await deliver("renamed-dead", [jobId])).toEqual(ACKNOWLEDGED);
    expect((await read(`/jobs/${jobId}`, key)).body.success).toBe(false);
  });
});

test("a message that nobody knows is kept and reported, beside others that fare as ever", async () => {
  const logged = vi.spyOn(console, "error");
  const { jobId } = await createWaiting(key, "/quarters");
  const unknown = [{ unheardOf: "1" }, null, { jobId: 5 }];
  const { acknowledged, retried } = await hand(CAPTURES, [...unknown, { jobId }]);
  expect(acknowledged).toEqual(["message-3"]);
  expect(retried).toEqual(unknown.map(() => ({ delaySeconds: 60 })));
  expect(JSON.stringify(logged.mock.calls)).toContain("unknown_message");
  await done(key, jobId);
});

describe("the dead letters", () => {
  const DEAD = "pagepixels-captures-dead";

  test("close their job as failed, give the allotment back and free the lock", async () => {
    const reserved = await reservedBy(account.id);
    const { path, jobId } = await createWaiting(key, "/quarters");
    expect(await send("POST", `${path}/capture`, key)).toMatchObject({ status: 409 });
    expect(await deliver(DEAD, [jobId])).toEqual(ACKNOWLEDGED);
    const { body } = await read(`/jobs/${jobId}`, key);
    expect(body).toMatchObject({ success: false, reason: "unexpected_error" });
    expect(await reservedBy(account.id)).toBe(reserved);
    const next = await send("POST", `${path}/capture`, key);
    expect(next.status).toBe(200);
    await done(key, next.body.job_id);
  });

  test("leave a job alone that is done", async () => {
    const { id, jobId } = await createWaiting(key, "/quarters");
    await deliver(CAPTURES, [jobId]);
    const before = await jobsOf(id);
    expect(await deliver(DEAD, [jobId])).toEqual(ACKNOWLEDGED);
    expect(await jobsOf(id)).toEqual(before);
  });

  test("leave a job alone that a worker has", async () => {
    const { jobId } = await createWaiting(key, "/gate/alive");
    const working = deliver(CAPTURES, [jobId]);
    await eventually(async () => expect(await visits("alive")).toBe(1));
    expect(await deliver(DEAD, [jobId])).toEqual(ACKNOWLEDGED);
    await open("alive");
    await working;
    await done(key, jobId);
  });

  test("are acknowledged one by one, whatever they name", async () => {
    const { jobId } = await createWaiting(key, "/quarters");
    const { acknowledged } = await deliver(DEAD, ["0".repeat(24), jobId]);
    expect(acknowledged).toEqual(["message-0", "message-1"]);
    expect((await read(`/jobs/${jobId}`, key)).body.success).toBe(false);
  });
});

test("what is sent to the queue arrives: eight configurations at once are all captured", async () => {
  const form = { url: `${site}/visits/eight`, page_width: "40", page_height: "30" };
  const created = await Promise.all(
    Array.from({ length: 8 }, () => send("POST", "/screenshot_configs", key, form)),
  );
  for (const { body } of created) await done(key, body.job_id);
  expect(await visits("eight")).toBe(8);
});

test("captures of the queue run side by side", async () => {
  const create = (page: string) =>
    send("POST", "/screenshot_configs", key, { url: `${site}${page}`, page_width: "40" });
  // A message that comes alone is a batch of its own.
  const first = await create("/gate/alone");
  await eventually(async () => expect(await visits("alone")).toBe(1));
  const others = await Promise.all([1, 2, 3].map(() => create("/gate/together")));
  await open("alone");
  await eventually(async () => expect(await visits("together")).toBe(3));
  await open("together");
  for (const { body } of [first, ...others]) await done(key, body.job_id);
});

/** Lets a worker's claim of a job run out. */
async function endClaim(jobId: string): Promise<void> {
  await env.DB.prepare("UPDATE screenshots SET lease_until = 1 WHERE id = ?").bind(jobId).run();
}

/** Names of the objects below a configuration's folder. */
async function imagesOf(id: string): Promise<string[]> {
  const { objects } = await env.BUCKET.list({ prefix: `${id}/` });
  return objects.map((object) => object.key);
}
