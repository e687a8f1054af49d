import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { newAccount, site } from "../support/api";
import { done, listed, open, read, send, visits } from "../support/configurations";
import { newConfiguration, newDelivery, outcomesOf, receiver } from "../support/deliveries";
import { eventually } from "../support/eventually";
import { keepingQueue } from "../support/faults";
import {
  ACKNOWLEDGED,
  CAPTURES,
  createWaiting,
  deliver,
  endClaim,
  hand,
  imagesOf,
  startCapture,
  startWithExpiredClaim,
} from "../support/queues";
import { alarmOf, jobsOf, reservedBy } from "../support/schedules";

let account: Awaited<ReturnType<typeof newAccount>>;
let key: string;
beforeAll(async () => {
  account = await newAccount();
  ({ key } = account);
});

describe("a message that is handled twice changes nothing", () => {
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

  test("while a worker holds the job", async () => {
    const { id, jobId } = await createWaiting(key, "/gate/busy");
    const first = await startCapture(jobId, "busy");
    expect(await deliver(CAPTURES, [jobId])).toEqual(ACKNOWLEDGED);
    await open("busy");
    expect(await first.ended).toEqual(ACKNOWLEDGED);
    expect(await jobsOf(id)).toMatchObject([{ status: "done", attempts: 1 }]);
  });
});

describe("a message without a job is acknowledged, and nothing happens", () => {
  test("of an unknown job", async () => {
    expect(await deliver(CAPTURES, ["0".repeat(24)])).toEqual(ACKNOWLEDGED);
  });

  test("of a deleted configuration", async () => {
    const { id, path, jobId } = await createWaiting(key, "/visits/no-more");
    await send("DELETE", path, key);
    expect(await deliver(CAPTURES, [jobId])).toEqual(ACKNOWLEDGED);
    await eventually(async () => expect(await jobsOf(id)).toEqual([]));
    expect(await imagesOf(id)).toEqual([]);
    expect(await visits("no-more")).toBe(0);
  });
});

test("a page that fails is recorded, releases its reservation and is not retried", async () => {
  const reserved = await reservedBy(account.id);
  const { id, path, jobId } = await createWaiting(key, "/reset");
  expect(await deliver(CAPTURES, [jobId])).toEqual(ACKNOWLEDGED);
  const failed = { status: "failed", failureReason: "connection_failed", attempts: 1 };
  expect(await jobsOf(id)).toMatchObject([failed]);
  expect(await reservedBy(account.id)).toBe(reserved);
  expect(await listed(`${path}/screenshots`, key)).toEqual([]);
});

test("messages of a batch do not affect each other", async () => {
  const good = await createWaiting(key, "/quarters");
  const bad = await createWaiting(key, "/reset");
  const jobIds = [bad.jobId, "0".repeat(24), good.jobId];
  const { acknowledged, retried } = await deliver(CAPTURES, jobIds);
  expect(acknowledged.sort()).toEqual(["message-0", "message-1", "message-2"]);
  expect(retried).toEqual([]);
  expect((await read(`/jobs/${good.jobId}`, key)).body.success).toBe(true);
  expect((await read(`/jobs/${bad.jobId}`, key)).body.success).toBe(false);
});

test("while no browser is free, a new message is sent and no attempt is counted", async () => {
  const busyPool = { acquire: async () => null, release: async () => undefined };
  const BROWSER_POOL = { getByName: () => busyPool } as unknown as typeof env.BROWSER_POOL;
  const { queue, sent } = keepingQueue();
  const { id, jobId } = await createWaiting(key, "/visits/queueing");
  const outcome = await deliver(CAPTURES, [jobId], { BROWSER_POOL, CAPTURES: queue });
  expect(outcome).toEqual(ACKNOWLEDGED);
  expect(sent).toEqual([{ body: { jobId }, delaySeconds: 15 }]);
  expect(await jobsOf(id)).toMatchObject([{ status: "in_progress" }]);

  // A copy of the message that arrives in between is dropped.
  expect(await deliver(CAPTURES, [jobId])).toEqual(ACKNOWLEDGED);
  expect(await visits("queueing")).toBe(0);
  await endClaim(jobId);
  await deliver(CAPTURES, [jobId]);
  await done(key, jobId);
  expect(await visits("queueing")).toBe(1);
});

test("a worker with an expired claim changes neither job nor image nor lock of the new worker", async () => {
  const { id, jobId, path, late } = await startWithExpiredClaim(key, "late");
  await send("PATCH", path, key, { url: `${site}/gate/later` });
  const later = await startCapture(jobId, "later");

  await open("late");
  expect(await late.ended).toEqual(ACKNOWLEDGED);
  expect(await read(`/jobs/${jobId}`, key)).toMatchObject({ status: 202 });
  expect(await alarmOf(id)).not.toBeNull();
  await open("later");
  expect(await later.ended).toEqual(ACKNOWLEDGED);
  expect((await done(key, jobId)).capture.final_url).toBe(`${site}/gate/later`);
  expect(await imagesOf(id)).toHaveLength(2);
});

test("a worker with an expired claim does not remove the image of the new worker", async () => {
  const { id, jobId, path, late } = await startWithExpiredClaim(key, "last-claim");
  await send("PATCH", path, key, { url: `${site}/quarters` });
  await deliver(CAPTURES, [jobId]);
  await open("last-claim");
  expect(await late.ended).toEqual(ACKNOWLEDGED);
  expect((await done(key, jobId)).capture.final_url).toBe(`${site}/quarters`);
  const [job] = await jobsOf(id);
  expect(await imagesOf(id)).toHaveLength(2);
  expect((await env.BUCKET.head(job?.imageKey ?? ""))?.httpEtag).toBe(job?.etag);
});

describe("with a queue of any name", () => {
  test("a capture runs", async () => {
    const { jobId } = await createWaiting(key, "/quarters");
    expect(await deliver("renamed", [jobId])).toEqual(ACKNOWLEDGED);
    await done(key, jobId);
  });

  test("a delivery and a capture of one batch are made", async () => {
    const configuration = await newConfiguration();
    const id = await newDelivery(configuration, receiver("renamed", "200"), Date.now());
    const { jobId } = await createWaiting(key, "/quarters");
    const { acknowledged } = await hand("renamed", [{ deliveryId: id }, { jobId }]);
    expect(acknowledged.sort()).toEqual(["message-0", "message-1"]);
    expect(await outcomesOf(id)).toEqual(["delivered"]);
    await done(key, jobId);
  });

  test("dead captures fail if the name ends in -dead", async () => {
    const { jobId } = await createWaiting(key, "/quarters");
    expect(await deliver("renamed-dead", [jobId])).toEqual(ACKNOWLEDGED);
    expect((await read(`/jobs/${jobId}`, key)).body.success).toBe(false);
  });
});

test("an unknown message is retried and logged, while others of its batch are handled", async () => {
  const logged = vi.spyOn(console, "error");
  const { jobId } = await createWaiting(key, "/quarters");
  const unknown = [{ unheardOf: "1" }, null, { jobId: 5 }];
  const { acknowledged, retried } = await hand(CAPTURES, [...unknown, { jobId }]);
  expect(acknowledged).toEqual(["message-3"]);
  expect(retried).toEqual(unknown.map(() => ({ delaySeconds: 60 })));
  expect(JSON.stringify(logged.mock.calls)).toContain("unknown_message");
  await done(key, jobId);
});

test("eight configurations that are created at once are all captured", async () => {
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
  // The first message forms a batch, so the others form another one.
  const first = await create("/gate/alone");
  await eventually(async () => expect(await visits("alone")).toBe(1));
  const others = await Promise.all([1, 2, 3].map(() => create("/gate/together")));
  await open("alone");
  await eventually(async () => expect(await visits("together")).toBe(3));
  await open("together");
  for (const { body } of [first, ...others]) await done(key, body.job_id);
});
