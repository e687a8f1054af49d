import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { claimJob } from "../../src/store/jobs";
import { newAccount } from "../support/api";
import { create, done, open, read, send, visits } from "../support/configurations";
import { newConfiguration, newDelivery, outcomesOf, receiver } from "../support/deliveries";
import { eventually } from "../support/eventually";
import { FAILING_QUEUE, failingDatabase, keepingQueue } from "../support/faults";
import { jobRow, reservedJob, usedBy } from "../support/jobs";
import { planOf, queriesOf } from "../support/queries";
import { createWaiting } from "../support/queues";
import {
  alarmOf,
  createScheduled,
  inSchedule,
  jobsOf,
  MINUTE,
  rowOf,
  runAlarmAt,
  setBindings,
  slotsDone,
} from "../support/schedules";
import { cron, LOCAL, leaveWork, QUERIES, sweepAfter, sweepWith } from "../support/sweep";

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

test("after the crash of a local server its work is continued at once, and once", async () => {
  const left = await leaveWork(key);
  const [captures, webhooks] = [keepingQueue(), keepingQueue()];
  const queues = { CAPTURES: captures.queue, WEBHOOKS: webhooks.queue as never };
  await left.sweepAtStart(queues);
  expect(captures.sent).toEqual([]);
  await left.sweepAtStart({ ...queues, ...LOCAL });
  await left.sweepAtStart({ ...queues, ...LOCAL });
  expect(captures.sent).toEqual([{ body: { jobId: left.jobId } }]);
  expect(webhooks.sent).toContainEqual({ body: { deliveryId: left.deliveryId } });
  expect(await left.claimDeliveryAgain()).toBeDefined();
  expect(await jobRow(left.snap.id)).toMatchObject({
    status: "failed",
    failure_reason: "timeout",
  });
  expect(await usedBy(left.snap.accountId)).toBe(0);
});

describe("a job whose message was lost", () => {
  test("is sent again after ten minutes, not before", async () => {
    const { jobId } = await createWaiting(key, "/quarters");
    expect(await sweepAfter(9 * MINUTE)).not.toContain(jobId);
    expect(await sweepAfter(11 * MINUTE)).toContain(jobId);
    expect(await read(`/jobs/${jobId}`, key)).toMatchObject({ status: 202 });
  });

  test("is captured once, although it is sent repeatedly", async () => {
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

  test("is not sent while a worker holds it", async () => {
    const { jobId } = await create(key, "/gate/sweeping");
    await eventually(async () => expect(await visits("sweeping")).toBe(1));
    expect(await sweepAfter(MINUTE)).not.toContain(jobId);
    await open("sweeping");
    await done(key, jobId);
  });
});

describe("a job whose worker was lost", () => {
  test("is run by another worker", async () => {
    const { jobId } = await createWaiting(key, "/visits/inherited");
    await claimJob(env, jobId, { now: Date.now(), leaseUntil: Date.now() - 1 });
    await cron();
    await done(key, jobId);
    expect(await visits("inherited")).toBe(1);
  });

  test("is closed if it is a snap, and its reservation is released", async () => {
    const { id, accountId } = await reservedJob();
    expect(await usedBy(accountId)).toBe(1);
    await cron();
    const failed = { status: "failed", failure_reason: "timeout", lease_until: null };
    expect(await jobRow(id)).toMatchObject(failed);
    expect(await usedBy(accountId)).toBe(0);
    await cron();
    expect(await usedBy(accountId)).toBe(0);
  });

  test("stays open until its lease expires if it is a snap", async () => {
    const { id } = await reservedJob();
    const lease = env.DB.prepare("UPDATE screenshots SET lease_until = ? WHERE id = ?");
    await lease.bind(Date.now() + MINUTE, id).run();
    await cron();
    expect(await jobRow(id)).toMatchObject({ status: "in_progress" });
  });
});

test("a job that is still open after two hours fails, with or without a worker", async () => {
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

test("a delivery that is overdue for a minute is attempted", async () => {
  const url = receiver("overdue", "200");
  const overdue = await newDelivery(await newConfiguration(), url, Date.now() - 2 * MINUTE);
  const due = await newDelivery(await newConfiguration(), url, Date.now() - 1_000);
  await cron();
  await eventually(async () => expect(await outcomesOf(overdue)).toEqual(["delivered"]));
  expect(await outcomesOf(due)).toEqual([]);
});

describe("an overdue slot", () => {
  test("whose alarm was lost gets a new alarm", async () => {
    const { id, slot } = await createScheduled(key, "/quarters");
    await inSchedule(id, (_, { storage }) => storage.deleteAlarm());
    await sweepAfter(11 * MINUTE);
    expect(await alarmOf(id)).toBeNull();
    await sweepAfter(13 * MINUTE);
    expect(await alarmOf(id)).toBe(slot(1));
    await runAlarmAt(id, slot(6));
    expect((await slotsDone(id)).map((job) => job.dueAt)).toEqual([slot(6)]);
    expect(await rowOf(id)).toMatchObject({ nextSlotAt: slot(7), skippedSlots: 5 });
  });

  test("of which the schedule object has no record is restored from the database", async () => {
    const { id, slot } = await createScheduled(key, "/quarters");
    await inSchedule(id, (schedule) => schedule.stop());
    await sweepAfter(13 * MINUTE);
    expect(await alarmOf(id)).toBe(slot(1));
    await runAlarmAt(id, slot(1));
    expect((await slotsDone(id)).map((job) => job.dueAt)).toEqual([slot(1)]);
  });

  test("whose row was not updated is updated in the database", async () => {
    const { id, slot } = await createScheduled(key, "/quarters");
    await setBindings(id, { DB: failingDatabase(/^update .*skipped_slots/is) });
    await runAlarmAt(id, slot(1));
    await slotsDone(id);
    expect((await rowOf(id)).nextSlotAt).toBe(slot(1));
    await setBindings(id);
    await sweepAfter(13 * MINUTE);
    expect(await rowOf(id)).toMatchObject({ nextSlotAt: slot(2), skippedSlots: 0 });
    expect(await jobsOf(id)).toHaveLength(2);
  });

  test("is not touched for ten minutes", async () => {
    const { id } = await createScheduled(key, "/quarters");
    await inSchedule(id, (_, { storage }) => storage.deleteAlarm());
    await sweepAfter(3 * MINUTE);
    expect(await alarmOf(id)).toBeNull();
  });

  test.each([
    ["stopped", "PATCH", { scheduled_screenshot: false }],
    ["deleted", "DELETE", {}],
  ])("of a %s configuration is ignored", async (_, method, form) => {
    const { id, path } = await createScheduled(key, "/quarters");
    await send(method, path, key, form);
    await sweepAfter(13 * MINUTE);
    expect(await alarmOf(id)).toBeNull();
  });
});

test.each(QUERIES)("the sweep finds its work by the index %s", async (index, list) => {
  const [query] = await queriesOf(list);
  if (!query) throw new Error("no query was sent");
  const [first] = await planOf(query);
  expect(first).toMatch(new RegExp(`USING (COVERING )?INDEX ${index}\\b`));
});

test("a part of the sweep that fails does not stop the others", async () => {
  await createWaiting(key, "/quarters");
  const { id } = await createScheduled(key, "/quarters");
  await inSchedule(id, (_, { storage }) => storage.deleteAlarm());
  await sweepWith({ CAPTURES: FAILING_QUEUE }, 13 * MINUTE);
  expect(await alarmOf(id)).not.toBeNull();
});
