import { abortAllDurableObjects } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { claimJob } from "../../src/store/jobs";
import { callJson, newAccount } from "../support/api";
import { closed, createAndCapture, done, send, visits } from "../support/configurations";
import { eventually } from "../support/eventually";
import { failingDatabase, keepingQueue, LOSING_QUEUE } from "../support/faults";
import {
  alarmOf,
  createScheduled,
  inSchedule,
  jobsOf,
  MINUTE,
  notesOf,
  putBack,
  reservedBy,
  ringAt,
  ringOnTime,
  rowOf,
  setBindings,
  setClock,
  slotsDone,
} from "../support/schedules";

const INSERT_OF_JOB = /insert into screenshots/i;

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

describe("a slot has one job, and its job one screenshot", () => {
  test("after a crash between the lock and the row, under the id that holds the lock", async () => {
    const { id, slot } = await createScheduled(key, "/visits/no-row");
    await setBindings(id, { DB: failingDatabase(INSERT_OF_JOB) });
    await ringAt(id, slot(1));
    await abortAllDurableObjects();
    expect(await jobsOf(id)).toHaveLength(1);

    await ringUntilDone(id);
    expect((await slotsDone(id)).map((job) => job.dueAt)).toEqual([slot(1)]);
    expect(await visits("no-row")).toBe(2);
  });

  test("after a crash between the row and its message", async () => {
    const { id, slot } = await createScheduled(key, "/visits/no-message");
    await setBindings(id, { CAPTURES: LOSING_QUEUE });
    await ringAt(id, slot(1));
    await abortAllDurableObjects();
    expect((await jobsOf(id)).map((job) => job.status)).toEqual(["done", "in_progress"]);

    await ringUntilDone(id);
    expect(await slotsDone(id)).toMatchObject([{ status: "done", dueAt: slot(1), attempts: 1 }]);
    expect(await visits("no-message")).toBe(2);
  });

  test("after a worker's crash between claim and finish, once its lease is over", async () => {
    const { id, slot } = await createScheduled(key, "/visits/dead-worker");
    await setBindings(id, { CAPTURES: LOSING_QUEUE });
    await ringAt(id, slot(1));
    const job = (await jobsOf(id))[1];
    const leaseUntil = slot(1) + 3 * MINUTE;
    await claimJob(env, job?.id ?? "", { now: Date.now(), leaseUntil });
    await abortAllDurableObjects();
    await setClock(id, slot(1));
    const { queue, sent } = keepingQueue();
    await setBindings(id, { CAPTURES: queue });
    while (((await alarmOf(id)) ?? 0) <= leaseUntil) await ringOnTime(id);
    expect(sent).toEqual([]);

    await setBindings(id);
    await env.DB.prepare("UPDATE screenshots SET lease_until = 1 WHERE id = ?").bind(job?.id).run();
    await ringUntilDone(id);
    expect(await slotsDone(id)).toMatchObject([{ id: job?.id, status: "done", attempts: 2 }]);
    expect(await visits("dead-worker")).toBe(2);
  });

  test("after the same alarm twice at once", async () => {
    const { id, slot } = await createScheduled(key, "/visits/twice");
    await setClock(id, slot(1));
    await inSchedule(id, (schedule) => Promise.all([schedule.alarm(), schedule.alarm()]));
    expect((await slotsDone(id)).map((job) => job.dueAt)).toEqual([slot(1)]);
    expect(await rowOf(id)).toMatchObject({ nextSlotAt: slot(2), skippedSlots: 0 });
    expect(await visits("twice")).toBe(2);
  });

  test("after an alarm whose own notes were lost", async () => {
    const { id, slot } = await createScheduled(key, "/visits/forgetful");
    const notes = await notesOf(id);
    await ringAt(id, slot(1));
    await slotsDone(id);
    await putBack(id, notes, slot(1));
    await ringAt(id, slot(1));
    expect((await slotsDone(id)).map((job) => job.dueAt)).toEqual([slot(1)]);
    expect(await alarmOf(id)).toBe(slot(2));
    expect(await visits("forgetful")).toBe(2);
  });

  test("after an alarm while the database was out of order", async () => {
    const { id, slot } = await createScheduled(key, "/visits/no-database");
    await setBindings(id, { DB: failingDatabase() });
    for (const lateMs of [0, 1_000, 30_000]) await ringAt(id, slot(1) + lateMs);
    expect(await alarmOf(id)).toBe(slot(1) + 60_000);
    await setBindings(id);
    await ringAt(id, slot(1) + 60_000);
    expect((await slotsDone(id)).map((job) => job.dueAt)).toEqual([slot(1)]);
    expect(await rowOf(id)).toMatchObject({ nextSlotAt: slot(2), skippedSlots: 0 });
  });
});

describe("the lock frees itself", () => {
  test("of a capture that was never sent: it is sent again", async () => {
    const { id, path } = await createAndCapture(key, "/visits/unsent");
    const lost = await capture(path, LOSING_QUEUE);
    expect(await send("POST", `${path}/capture`, key)).toMatchObject({ status: 409 });
    await ringOnTime(id);
    await done(key, lost.job_id);
    expect(await send("POST", `${path}/capture`, key)).toMatchObject({ status: 200 });
  });

  test("of a capture that came no further than its lock", async () => {
    const { id, path } = await createAndCapture(key, "/quarters");
    const failed = await callJson(
      `${path}/capture?access_token=${key}`,
      { method: "POST" },
      {
        DB: failingDatabase(INSERT_OF_JOB),
      },
    );
    expect(failed.status).toBe(500);
    await ringOnTime(id);
    expect(await alarmOf(id)).toBeNull();
    expect(await send("POST", `${path}/capture`, key)).toMatchObject({ status: 200 });
  });

  test("of a job that is lost again and again: it is sent five times, then closed", async () => {
    const account = await newAccount();
    const { id, path } = await createAndCapture(account.key, "/visits/lost");
    const { queue, sent } = keepingQueue();
    await setBindings(id, { CAPTURES: queue });
    const { job_id } = await capture(path, LOSING_QUEUE, account.key);
    expect(await reservedBy(account.id)).toBe(2);

    const rung: number[] = [];
    while ((await alarmOf(id)) !== null) rung.push(await ringOnTime(id));
    expect(sent).toEqual(Array(5).fill({ body: { jobId: job_id } }));
    expect(rung.slice(1).map((at, n) => Math.round((at - (rung[n] ?? 0)) / MINUTE))).toEqual([
      ...[2, 4, 8, 16, 32],
    ]);
    expect(await closed(account.key, job_id)).toMatchObject({ success: false, reason: "timeout" });
    expect(await reservedBy(account.id)).toBe(1);
    expect(await send("POST", `${path}/capture`, account.key)).toMatchObject({ status: 200 });
    expect(await visits("lost")).toBe(1);
  });

  test("and meanwhile the slots are skipped and counted", async () => {
    const { id, slot } = await createScheduled(key, "/quarters");
    const { queue } = keepingQueue();
    await setBindings(id, { CAPTURES: queue });
    for (let rung = 0; rung < slot(8); ) rung = await ringOnTime(id);
    expect(await jobsOf(id)).toHaveLength(2);
    expect(await rowOf(id)).toMatchObject({ skippedSlots: 7, nextSlotAt: slot(9) });
  });
});

test("slots that came while a local server was away are taken once, when the capture that it left is done", async () => {
  const { id, path } = await createScheduled(key, "/quarters");
  const { job_id } = await capture(path, LOSING_QUEUE);
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
    // From here on the alarm is overdue, and rings by itself.
    schedule.now = Date.now;
  });
  await eventually(async () => expect(await alarmOf(id)).toBeGreaterThan(Date.now()));
  expect(await jobsOf(id)).toHaveLength(2);

  await env.CAPTURES.send({ jobId: job_id });
  const taken = async () => (await slotsDone(id)).map((job) => job.dueAt);
  await eventually(async () => expect(await taken()).toEqual([recurrence.anchorAt + 8 * MINUTE]));
  expect(await rowOf(id)).toMatchObject({
    skippedSlots: 3,
    nextSlotAt: recurrence.anchorAt + 10 * MINUTE,
  });
});

/** Asks for a capture, whose message goes to this queue. */
async function capture(path: string, CAPTURES: typeof LOSING_QUEUE, by = key) {
  const answer = await callJson(
    `${path}/capture?access_token=${by}`,
    { method: "POST" },
    { CAPTURES },
  );
  expect(answer.status).toBe(200);
  return answer.body as { job_id: string };
}

/** Rings until the first slot's job is done; it may take a lease. */
async function ringUntilDone(id: string): Promise<void> {
  await ringOnTime(id);
  if ((await jobsOf(id)).every((job) => job.status !== "in_progress")) await ringOnTime(id);
  await slotsDone(id);
}
