import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { asc, eq } from "drizzle-orm";
import { expect } from "vitest";
import type { Env } from "../../src/env";
import type { Schedule } from "../../src/objects/schedule";
import { database } from "../../src/store/db";
import type { ConfigurationRow, ScreenshotRow } from "../../src/store/rows";
import { configurations } from "../../src/store/tables/configurations";
import { screenshots } from "../../src/store/tables/screenshots";
import { callJson } from "./api";
import { createAndCapture } from "./configurations";
import { eventually } from "./eventually";
import { LOSING_QUEUE } from "./faults";

export const MINUTE = 60_000;

/** The statement that writes a job. */
export const INSERT_OF_JOB = /insert into screenshots/i;

/** Options of a schedule of every two minutes. */
export const EVERY_2_MINUTES = {
  scheduled_screenshot: true,
  scheduled_every: 2,
  scheduled_interval: "minutes",
};

/** Options of a schedule of every ten minutes. */
export const EVERY_10_MINUTES = { ...EVERY_2_MINUTES, scheduled_every: 10 };

/** Runs something inside the schedule object of a configuration. */
export async function inSchedule<R>(
  id: string,
  work: (schedule: Schedule, state: DurableObjectState) => R | Promise<R>,
): Promise<R> {
  return runInDurableObject(env.SCHEDULE.getByName(id), (instance, state) =>
    work(instance as unknown as Schedule, state),
  );
}

/** The time of the schedule's alarm; null when none is set. */
export async function alarmOf(id: string): Promise<number | null> {
  return inSchedule(id, (_, state) => state.storage.getAlarm());
}

/** Stops the schedule's clock at a time. It must be in the future, else workerd runs the alarm. */
export async function setClock(id: string, time: number): Promise<void> {
  await inSchedule(id, (schedule) => {
    schedule.now = () => time;
  });
}

/** Runs the alarm at a time, where the schedule's clock then stays. */
export async function runAlarmAt(id: string, time: number): Promise<void> {
  await setClock(id, time);
  if (!(await runDurableObjectAlarm(env.SCHEDULE.getByName(id))))
    throw new Error("no alarm is set");
}

/** Runs the alarm at the time that it is set for, and returns that time. */
export async function runAlarm(id: string): Promise<number> {
  const time = await alarmOf(id);
  if (time === null) throw new Error("no alarm is set");
  await runAlarmAt(id, time);
  return time;
}

/** Replaces bindings of the schedule, for example by a failing database. Without bindings it restores them. */
export async function setBindings(id: string, bindings: Partial<Env> = {}): Promise<void> {
  await inSchedule(id, (schedule) => {
    Object.assign(schedule, { env: { ...env, ...bindings } });
  });
}

/** All keys and values in the storage of the schedule. */
export async function storageOf(id: string): Promise<[string, unknown][]> {
  return inSchedule(id, (_, { storage }) => [...storage.kv.list()]);
}

/** Restores earlier keys and values in the storage of the schedule. */
export async function restoreStorage(id: string, entries: [string, unknown][], alarmAt?: number) {
  await inSchedule(id, async (_, { storage }) => {
    for (const [name, value] of entries) storage.kv.put(name, value);
    if (alarmAt !== undefined) await storage.setAlarm(alarmAt);
  });
}

/** A configuration of every two minutes whose first capture is done: its alarm is set for its first slot. */
export async function createScheduled(key: string, page: string, schedule = EVERY_2_MINUTES) {
  const created = await createAndCapture(key, page, schedule);
  const { anchorAt, nextSlotAt } = await rowOf(created.id);
  await eventually(async () => {
    if ((await alarmOf(created.id)) !== nextSlotAt) throw new Error("the lock is still held");
  });
  return { ...created, slot: (n: number) => anchorAt + n * 2 * MINUTE };
}

/** A configuration of every ten minutes whose first capture is done: its lock is free, and its alarm is set for its first slot. */
export async function createEvery10Minutes(key: string) {
  const { id, path } = await createAndCapture(key, "/quarters", EVERY_10_MINUTES);
  const firstSlotAt = (await rowOf(id)).createdAt + 10 * MINUTE;
  await eventually(async () => expect(await alarmOf(id)).toBe(firstSlotAt));
  return { id, path, firstSlotAt };
}

/** The row of a configuration. */
export async function rowOf(id: string): Promise<ConfigurationRow> {
  const query = database(env).select().from(configurations).where(eq(configurations.id, id));
  const row = await query.get();
  if (!row) throw new Error(`there is no row of ${id}`);
  return row;
}

/** A configuration's jobs: first those of requests, then those of its slots, in order. */
export async function jobsOf(id: string): Promise<ScreenshotRow[]> {
  const ofConfiguration = eq(screenshots.configurationId, id);
  return database(env)
    .select()
    .from(screenshots)
    .where(ofConfiguration)
    .orderBy(asc(screenshots.dueAt), asc(screenshots.createdAt));
}

/** The jobs of its slots, once no job is in progress. */
export async function slotsDone(id: string): Promise<ScreenshotRow[]> {
  return eventually(async () => {
    const jobs = await jobsOf(id);
    if (jobs.some((job) => job.status === "in_progress")) throw new Error("a job is in progress");
    return jobs.filter((job) => job.dueAt !== null);
  });
}

/** The reserved screenshots of an account, in all months. */
export async function reservedBy(accountId: string): Promise<number> {
  const sql = "SELECT coalesce(sum(used), 0) AS used FROM usage WHERE account_id = ?";
  return (await env.DB.prepare(sql).bind(accountId).first<number>("used")) ?? 0;
}

/** Requests a capture. `bindings` replace the Worker's. */
export async function capture(path: string, key: string, bindings: Partial<Env>) {
  return callJson(`${path}/capture?access_token=${key}`, { method: "POST" }, bindings);
}

/** Requests a capture whose message is lost; returns the id of its job. */
export async function captureWithLostMessage(path: string, key: string): Promise<string> {
  const { status, body } = await capture(path, key, { CAPTURES: LOSING_QUEUE });
  expect(status).toBe(200);
  return body.job_id;
}

/** Runs the alarm, once more if no job is in progress then, and waits until the jobs of the slots are done. */
export async function runAlarmsUntilDone(id: string): Promise<void> {
  await runAlarm(id);
  if ((await jobsOf(id)).every((job) => job.status !== "in_progress")) await runAlarm(id);
  await slotsDone(id);
}

/** Expects no row, no image, no alarm, and no stored key of the schedule. */
export async function expectNothingOf(id: string): Promise<void> {
  expect(await jobsOf(id)).toEqual([]);
  await eventually(async () => {
    expect((await env.BUCKET.list({ prefix: `${id}/` })).objects).toEqual([]);
  });
  expect(await runDurableObjectAlarm(env.SCHEDULE.getByName(id))).toBe(false);
  expect(await storageOf(id)).toEqual([]);
}
