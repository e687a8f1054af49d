import { abortAllDurableObjects } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { claimJob } from "../../src/store/jobs";
import { newAccount } from "../support/api";
import { closed, createAndCapture, done, send, visits } from "../support/configurations";
import { eventually } from "../support/eventually";
import { failingDatabase, keepingQueue, LOSING_QUEUE } from "../support/faults";
import {
  alarmOf,
  capture,
  captureWithLostMessage,
  createScheduled,
  INSERT_OF_JOB,
  inSchedule,
  jobsOf,
  MINUTE,
  reservedBy,
  restoreStorage,
  rowOf,
  runAlarm,
  runAlarmAt,
  runAlarmsUntilDone,
  setBindings,
  setClock,
  slotsDone,
  storageOf,
} from "../support/schedules";

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

describe("a slot has one job, and its job one screenshot", () => {
  test("after a crash between taking the lock and writing the row", async () => {
    const { id, slot } = await createScheduled(key, "/visits/no-row");
    await setBindings(id, { DB: failingDatabase(INSERT_OF_JOB) });
    await runAlarmAt(id, slot(1));
    await abortAllDurableObjects();
    expect(await jobsOf(id)).toHaveLength(1);

    await runAlarmsUntilDone(id);
    expect((await slotsDone(id)).map((job) => job.dueAt)).toEqual([slot(1)]);
    expect(await visits("no-row")).toBe(2);
  });

  test("after a crash between the row and its message", async () => {
    const { id, slot } = await createScheduled(key, "/visits/no-message");
    await setBindings(id, { CAPTURES: LOSING_QUEUE });
    await runAlarmAt(id, slot(1));
    await abortAllDurableObjects();
    expect((await jobsOf(id)).map((job) => job.status)).toEqual(["done", "in_progress"]);

    await runAlarmsUntilDone(id);
    expect(await slotsDone(id)).toMatchObject([{ status: "done", dueAt: slot(1), attempts: 1 }]);
    expect(await visits("no-message")).toBe(2);
  });

  test("after a crash of the worker, once its lease expires", async () => {
    const { id, slot } = await createScheduled(key, "/visits/dead-worker");
    await setBindings(id, { CAPTURES: LOSING_QUEUE });
    await runAlarmAt(id, slot(1));
    const job = (await jobsOf(id))[1];
    const leaseUntil = slot(1) + 3 * MINUTE;
    await claimJob(env, job?.id ?? "", { now: Date.now(), leaseUntil });
    await abortAllDurableObjects();
    await setClock(id, slot(1));
    const { queue, sent } = keepingQueue();
    await setBindings(id, { CAPTURES: queue });
    while (((await alarmOf(id)) ?? 0) <= leaseUntil) await runAlarm(id);
    expect(sent).toEqual([]);

    await setBindings(id);
    await env.DB.prepare("UPDATE screenshots SET lease_until = 1 WHERE id = ?").bind(job?.id).run();
    await runAlarmsUntilDone(id);
    expect(await slotsDone(id)).toMatchObject([{ id: job?.id, status: "done", attempts: 2 }]);
    expect(await visits("dead-worker")).toBe(2);
  });

  test("after two runs of the same alarm at once", async () => {
    const { id, slot } = await createScheduled(key, "/visits/twice");
    await setClock(id, slot(1));
    await inSchedule(id, (schedule) => Promise.all([schedule.alarm(), schedule.alarm()]));
    expect((await slotsDone(id)).map((job) => job.dueAt)).toEqual([slot(1)]);
    expect(await rowOf(id)).toMatchObject({ nextSlotAt: slot(2), skippedSlots: 0 });
    expect(await visits("twice")).toBe(2);
  });

  test("after an alarm whose storage writes were lost", async () => {
    const { id, slot } = await createScheduled(key, "/visits/forgetful");
    const stored = await storageOf(id);
    await runAlarmAt(id, slot(1));
    await slotsDone(id);
    await restoreStorage(id, stored, slot(1));
    await runAlarmAt(id, slot(1));
    expect((await slotsDone(id)).map((job) => job.dueAt)).toEqual([slot(1)]);
    expect(await alarmOf(id)).toBe(slot(2));
    expect(await visits("forgetful")).toBe(2);
  });

  test("after alarms while the database failed", async () => {
    const { id, slot } = await createScheduled(key, "/visits/no-database");
    await setBindings(id, { DB: failingDatabase() });
    for (const lateMs of [0, 1_000, 30_000]) await runAlarmAt(id, slot(1) + lateMs);
    expect(await alarmOf(id)).toBe(slot(1) + 60_000);
    await setBindings(id);
    await runAlarmAt(id, slot(1) + 60_000);
    expect((await slotsDone(id)).map((job) => job.dueAt)).toEqual([slot(1)]);
    expect(await rowOf(id)).toMatchObject({ nextSlotAt: slot(2), skippedSlots: 0 });
  });
});

describe("the lock is released", () => {
  test("when a capture whose message was lost is sent again", async () => {
    const { id, path } = await createAndCapture(key, "/visits/unsent");
    const jobId = await captureWithLostMessage(path, key);
    expect(await send("POST", `${path}/capture`, key)).toMatchObject({ status: 409 });
    await runAlarm(id);
    await done(key, jobId);
    expect(await send("POST", `${path}/capture`, key)).toMatchObject({ status: 200 });
  });

  test("when a capture failed after taking it", async () => {
    const { id, path } = await createAndCapture(key, "/quarters");
    const failed = await capture(path, key, { DB: failingDatabase(INSERT_OF_JOB) });
    expect(failed.status).toBe(500);
    await runAlarm(id);
    expect(await alarmOf(id)).toBeNull();
    expect(await send("POST", `${path}/capture`, key)).toMatchObject({ status: 200 });
  });

  test("when a job is lost repeatedly: it is sent five times, then closed", async () => {
    const account = await newAccount();
    const { id, path } = await createAndCapture(account.key, "/visits/lost");
    const { queue, sent } = keepingQueue();
    await setBindings(id, { CAPTURES: queue });
    const jobId = await captureWithLostMessage(path, account.key);
    expect(await reservedBy(account.id)).toBe(2);

    const alarms: number[] = [];
    while ((await alarmOf(id)) !== null) alarms.push(await runAlarm(id));
    expect(sent).toEqual(Array(5).fill({ body: { jobId } }));
    expect(alarms.slice(1).map((at, n) => Math.round((at - (alarms[n] ?? 0)) / MINUTE))).toEqual([
      2, 4, 8, 16, 32,
    ]);
    expect(await closed(account.key, jobId)).toMatchObject({
      success: false,
      reason: "timeout",
    });
    expect(await reservedBy(account.id)).toBe(1);
    expect(await send("POST", `${path}/capture`, account.key)).toMatchObject({ status: 200 });
    expect(await visits("lost")).toBe(1);
  });

  test("later than some slots, which are skipped and counted", async () => {
    const { id, slot } = await createScheduled(key, "/quarters");
    const { queue } = keepingQueue();
    await setBindings(id, { CAPTURES: queue });
    for (let time = 0; time < slot(8); ) time = await runAlarm(id);
    expect(await jobsOf(id)).toHaveLength(2);
    expect(await rowOf(id)).toMatchObject({ skippedSlots: 7, nextSlotAt: slot(9) });
  });
});

test("slots that passed while a local server was down are captured once, after the capture that it left", async () => {
  const { id, path } = await createScheduled(key, "/quarters");
  const jobId = await captureWithLostMessage(path, key);
  const recurrence = {
    anchorAt: Date.now() - 9 * MINUTE,
    every: 2,
    interval: "minutes" as const,
  };
  await env.DB.prepare("UPDATE configurations SET anchor_at = ?, next_slot_at = ? WHERE id = ?")
    .bind(recurrence.anchorAt, recurrence.anchorAt + 2 * MINUTE, id)
    .run();
  await inSchedule(id, async (schedule) => {
    Object.assign(schedule, {
      env: { ...env, LOCAL_SERVER: "true" },
      now: () => recurrence.anchorAt,
    });
    await schedule.arm(recurrence);
    // The alarm is overdue from here on, so workerd runs it.
    schedule.now = Date.now;
  });
  await eventually(async () => expect(await alarmOf(id)).toBeGreaterThan(Date.now()));
  expect(await jobsOf(id)).toHaveLength(2);

  await env.CAPTURES.send({ jobId });
  const taken = async () => (await slotsDone(id)).map((job) => job.dueAt);
  await eventually(async () => expect(await taken()).toEqual([recurrence.anchorAt + 8 * MINUTE]));
  expect(await rowOf(id)).toMatchObject({
    skippedSlots: 3,
    nextSlotAt: recurrence.anchorAt + 10 * MINUTE,
  });
});
