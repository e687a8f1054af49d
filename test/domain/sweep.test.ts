import {
  createExecutionContext,
  createScheduledController,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { contextOf } from "../../src/context";
import { DELIVERY_CLAIM_MS } from "../../src/domain/deliveries";
import { JOB_CLAIM_MS } from "../../src/domain/run-job";
import { sweep } from "../../src/domain/sweep";
import type { Env } from "../../src/env";
import worker from "../../src/index";
import { aloneSince } from "../../src/lib/started";
import { listDeletedAccounts } from "../../src/store/accounts";
import { listClosedConfigurations, listOverdue } from "../../src/store/configurations";
import { claimDelivery, forgetSlowHosts, listOverdueDeliveries } from "../../src/store/deliveries";
import { claimJob, listForgottenJobs, listLostJobs } from "../../src/store/jobs";
import { newAccount } from "../support/api";
import { create, done, open, read, send, visits } from "../support/configurations";
import { newConfiguration, newDelivery, outcomesOf, receiver } from "../support/deliveries";
import { eventually } from "../support/eventually";
import { failingDatabase, keepingQueue, LOSING_QUEUE } from "../support/faults";
import { reservedJob, usedBy } from "../support/jobs";
import { planOf, queriesOf } from "../support/queries";
import { createWaiting } from "../support/queues";
import {
  alarmOf,
  createScheduled,
  inSchedule,
  jobsOf,
  MINUTE,
  ringAt,
  rowOf,
  setBindings,
  slotsDone,
} from "../support/schedules";

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

/** Sweeps as if so much time had passed; answers the jobs that were sent. */
async function sweepAfter(ms: number): Promise<string[]> {
  const { queue, sent } = keepingQueue();
  const ctx = contextOf({ ...env, CAPTURES: queue }, { waitUntil: () => undefined });
  await sweep({ ...ctx, now: () => Date.now() + ms });
  return sent.map(({ body }) => (body as { jobId: string }).jobId);
}

/** The cron trigger: the sweep of this moment, with the real queue. */
async function cron(): Promise<void> {
  const execution = createExecutionContext();
  await worker.scheduled(createScheduledController(), env, execution);
  await waitOnExecutionContext(execution);
}

test("what a local server left that died is taken up at once, and once", async () => {
  const local = { LOCAL_SERVER: "true" };
  const since = aloneSince(local);
  const [left, ours] = [
    await createWaiting(key, "/quarters"),
    await createWaiting(key, "/quarters"),
  ];
  await claimJob(env, left.jobId, { now: since - 2, leaseUntil: since - 2 + JOB_CLAIM_MS });
  await claimJob(env, ours.jobId, { now: since, leaseUntil: since + JOB_CLAIM_MS });
  const snap = await reservedJob();
  await env.DB.prepare("UPDATE screenshots SET created_at = ? WHERE id IN (?, ?, ?)")
    .bind(since - 1, left.jobId, ours.jobId, snap.id)
    .run();
  const configuration = await newConfiguration();
  const delivery = await newDelivery(configuration, receiver("left", "200"), since - 2);
  const leaseUntil = since - 2 + DELIVERY_CLAIM_MS;
  expect(await claimDelivery(env, delivery, { now: since, leaseUntil })).toBeDefined();

  const [captures, webhooks] = [keepingQueue(), keepingQueue()];
  const queues = { CAPTURES: captures.queue, WEBHOOKS: webhooks.queue as never };
  const sweepHere = (bindings: object) =>
    sweep(contextOf({ ...env, ...queues, ...bindings }, { waitUntil: () => undefined }));
  await sweepHere({});
  expect(captures.sent).toEqual([]);
  await sweepHere(local);
  await sweepHere(local);
  expect(captures.sent).toEqual([{ body: { jobId: left.jobId } }]);
  expect(webhooks.sent).toContainEqual({ body: { deliveryId: delivery } });
  expect(await claimDelivery(env, delivery, { now: since, leaseUntil })).toBeDefined();
  const row = env.DB.prepare("SELECT * FROM screenshots WHERE id = ?").bind(snap.id);
  expect(await row.first()).toMatchObject({ status: "failed", failure_reason: "timeout" });
  expect(await usedBy(snap.accountId)).toBe(0);
});

describe("a job whose message was lost", () => {
  test("is sent again after ten minutes, not before", async () => {
    const { jobId } = await createWaiting(key, "/quarters");
    expect(await sweepAfter(9 * MINUTE)).not.toContain(jobId);
    expect(await sweepAfter(11 * MINUTE)).toContain(jobId);
    expect(await read(`/jobs/${jobId}`, key)).toMatchObject({ status: 202 });
  });

  test("is then captured, once, however often it is sent", async () => {
    const { jobId } = await createWaiting(key, "/visits/forgotten");
    const long = 11 * MINUTE;
    await env.DB.prepare("UPDATE screenshots SET created_at = created_at - ? WHERE id = ?")
      .bind(long, jobId)
      .run();
    await Promise.all([cron(), cron()]);
    await done(key, jobId);
    await cron();
    expect(await visits("forgotten")).toBe(1);
  });

  test("is not sent while a worker has it", async () => {
    const { jobId } = await create(key, "/gate/sweeping");
    await eventually(async () => expect(await visits("sweeping")).toBe(1));
    expect(await sweepAfter(MINUTE)).not.toContain(jobId);
    await open("sweeping");
    await done(key, jobId);
  });
});

describe("a job whose worker was lost", () => {
  test("goes to another one", async () => {
    const { jobId } = await createWaiting(key, "/visits/inherited");
    await claimJob(env, jobId, { now: Date.now(), leaseUntil: Date.now() - 1 });
    await cron();
    await done(key, jobId);
    expect(await visits("inherited")).toBe(1);
  });

  test("of a snap is closed, and its reservation given back", async () => {
    const { id, accountId } = await reservedJob();
    expect(await usedBy(accountId)).toBe(1);
    await cron();
    const row = await env.DB.prepare("SELECT * FROM screenshots WHERE id = ?").bind(id).first();
    expect(row).toMatchObject({ status: "failed", failure_reason: "timeout", lease_until: null });
    expect(await usedBy(accountId)).toBe(0);
    await cron();
    expect(await usedBy(accountId)).toBe(0);
  });

  test("of a snap is left alone until its lease is over", async () => {
    const { id } = await reservedJob();
    const lease = env.DB.prepare("UPDATE screenshots SET lease_until = ? WHERE id = ?");
    await lease.bind(Date.now() + MINUTE, id).run();
    await cron();
    const row = env.DB.prepare("SELECT status FROM screenshots WHERE id = ?").bind(id);
    expect(await row.first("status")).toBe("in_progress");
  });
});

test("a job that is still open after two hours is given up, whether it waits or lost its worker", async () => {
  const waiting = await createWaiting(key, "/quarters");
  const lost = await createWaiting(key, "/quarters");
  await claimJob(env, lost.jobId, { now: Date.now(), leaseUntil: Date.now() - 1 });
  await sweepAfter(119 * MINUTE);
  expect(await read(`/jobs/${waiting.jobId}`, key)).toMatchObject({ status: 202 });
  expect(await sweepAfter(121 * MINUTE)).not.toContain(waiting.jobId);
  for (const { jobId } of [waiting, lost]) {
    const { body } = await read(`/jobs/${jobId}`, key);
    expect(body).toMatchObject({ success: false, reason: "timeout" });
  }
});

test("a delivery that nothing woke up for a minute is woken up", async () => {
  const url = receiver("overdue", "200");
  const overdue = await newDelivery(await newConfiguration(), url, Date.now() - 2 * MINUTE);
  const due = await newDelivery(await newConfiguration(), url, Date.now() - 1_000);
  await cron();
  await eventually(async () => expect(await outcomesOf(overdue)).toEqual(["delivered"]));
  expect(await outcomesOf(due)).toEqual([]);
});

describe("a slot that is overdue", () => {
  test("since its alarm was lost: the alarm is set again, and rings", async () => {
    const { id, slot } = await createScheduled(key, "/quarters");
    await inSchedule(id, (_, { storage }) => storage.deleteAlarm());
    await sweepAfter(11 * MINUTE);
    expect(await alarmOf(id)).toBeNull();
    await sweepAfter(13 * MINUTE);
    expect(await alarmOf(id)).toBe(slot(1));
    await ringAt(id, slot(6));
    expect((await slotsDone(id)).map((job) => job.dueAt)).toEqual([slot(6)]);
    expect(await rowOf(id)).toMatchObject({ nextSlotAt: slot(7), skippedSlots: 5 });
  });

  test("since its schedule never heard of it: it is told, as the database knows it", async () => {
    const { id, slot } = await createScheduled(key, "/quarters");
    await inSchedule(id, (schedule) => schedule.stop());
    await sweepAfter(13 * MINUTE);
    expect(await alarmOf(id)).toBe(slot(1));
    await ringAt(id, slot(1));
    expect((await slotsDone(id)).map((job) => job.dueAt)).toEqual([slot(1)]);
  });

  test("only in the database, where its note was lost: the note is made up for", async () => {
    const { id, slot } = await createScheduled(key, "/quarters");
    await setBindings(id, { DB: failingDatabase(/^update .*skipped_slots/is) });
    await ringAt(id, slot(1));
    await slotsDone(id);
    expect((await rowOf(id)).nextSlotAt).toBe(slot(1));
    await setBindings(id);
    await sweepAfter(13 * MINUTE);
    expect(await rowOf(id)).toMatchObject({ nextSlotAt: slot(2), skippedSlots: 0 });
    expect(await jobsOf(id)).toHaveLength(2);
  });

  test("is left to its alarm for ten minutes", async () => {
    const { id } = await createScheduled(key, "/quarters");
    await inSchedule(id, (_, { storage }) => storage.deleteAlarm());
    await sweepAfter(3 * MINUTE);
    expect(await alarmOf(id)).toBeNull();
  });

  test.each([
    ["stopped", "PATCH", { scheduled_screenshot: false }],
    ["deleted", "DELETE", {}],
  ])("of a configuration that was %s is none", async (_, method, form) => {
    const { id, path } = await createScheduled(key, "/quarters");
    await send(method, path, key, form);
    await sweepAfter(13 * MINUTE);
    expect(await alarmOf(id)).toBeNull();
  });
});

test.each<[string, (env: Env) => Promise<unknown>]>([
  ["accounts_deleted", listDeletedAccounts],
  ["configurations_deleted", listClosedConfigurations],
  ["configurations_next_slot", (env) => listOverdue(env, 1)],
  ["screenshots_in_progress", (env) => listLostJobs(env, 1)],
  ["screenshots_in_progress", (env) => listForgottenJobs(env, 1)],
  ["deliveries_due", (env) => listOverdueDeliveries(env, { now: 2, before: 1 })],
  ["slow_hosts_rested", (env) => forgetSlowHosts(env, 1)],
])("every minute's work is found by the index %s", async (index, ask) => {
  const [query] = await queriesOf(ask);
  if (!query) throw new Error("nothing was asked");
  const [first] = await planOf(query);
  expect(first).toMatch(new RegExp(`USING (COVERING )?INDEX ${index}\\b`));
});

test("one part of the sweep that fails does not hold up the others", async () => {
  await createWaiting(key, "/quarters");
  const { id } = await createScheduled(key, "/quarters");
  await inSchedule(id, (_, { storage }) => storage.deleteAlarm());
  const ctx = contextOf({ ...env, CAPTURES: brokenQueue() }, { waitUntil: () => undefined });
  await sweep({ ...ctx, now: () => Date.now() + 13 * MINUTE });
  expect(await alarmOf(id)).not.toBeNull();
});

function brokenQueue(): typeof LOSING_QUEUE {
  const send = () => Promise.reject(new Error("the queue is away"));
  return { ...LOSING_QUEUE, send };
}
