import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { asc, eq } from "drizzle-orm";
import type { Env } from "../../src/env";
import type { Schedule } from "../../src/objects/schedule";
import { database } from "../../src/store/db";
import type { ConfigurationRow, ScreenshotRow } from "../../src/store/rows";
import { configurations } from "../../src/store/tables/configurations";
import { screenshots } from "../../src/store/tables/screenshots";
import { createAndCapture } from "./configurations";
import { eventually } from "./eventually";

export const MINUTE = 60_000;

/** Options of a schedule of every two minutes. */
export const EVERY_2_MINUTES = {
  scheduled_screenshot: true,
  scheduled_every: 2,
  scheduled_interval: "minutes",
};

/** Runs something inside the object that keeps a configuration's schedule. */
export async function inSchedule<R>(
  id: string,
  work: (schedule: Schedule, state: DurableObjectState) => R | Promise<R>,
): Promise<R> {
  return runInDurableObject(env.SCHEDULE.getByName(id), (instance, state) =>
    work(instance as unknown as Schedule, state),
  );
}

/** When the schedule's alarm rings next; null when it is silent. */
export async function alarmOf(id: string): Promise<number | null> {
  return inSchedule(id, (_, state) => state.storage.getAlarm());
}

/** Lets the schedule's clock stand at a moment; one in the future, else its alarm rings by itself. */
export async function setClock(id: string, moment: number): Promise<void> {
  await inSchedule(id, (schedule) => {
    schedule.now = () => moment;
  });
}

/** Rings the alarm at a moment, where the schedule's clock stands from now on. */
export async function ringAt(id: string, moment: number): Promise<void> {
  await setClock(id, moment);
  if (!(await runDurableObjectAlarm(env.SCHEDULE.getByName(id))))
    throw new Error("no alarm is set");
}

/** Rings the alarm when it is set for; answers when that was. */
export async function ringOnTime(id: string): Promise<number> {
  const moment = await alarmOf(id);
  if (moment === null) throw new Error("no alarm is set");
  await ringAt(id, moment);
  return moment;
}

/** Gives the schedule other bindings, such as a database that fails; none: its own again. */
export async function setBindings(id: string, bindings: Partial<Env> = {}): Promise<void> {
  await inSchedule(id, (schedule) => {
    Object.assign(schedule, { env: { ...env, ...bindings } });
  });
}

/** All that the schedule remembers. */
export async function notesOf(id: string): Promise<[string, unknown][]> {
  return inSchedule(id, (_, { storage }) => [...storage.kv.list()]);
}

/** The schedule remembers what it did before, as if what came since had never reached it. */
export async function putBack(id: string, notes: [string, unknown][], alarmAt?: number) {
  await inSchedule(id, async (_, { storage }) => {
    for (const [name, value] of notes) storage.kv.put(name, value);
    if (alarmAt !== undefined) await storage.setAlarm(alarmAt);
  });
}

/** A configuration of every two minutes whose first capture is done: its alarm stands for its first slot. */
export async function createScheduled(key: string, page: string, schedule = EVERY_2_MINUTES) {
  const created = await createAndCapture(key, page, schedule);
  const { anchorAt, nextSlotAt } = await rowOf(created.id);
  await eventually(async () => {
    if ((await alarmOf(created.id)) !== nextSlotAt) throw new Error("the lock is still held");
  });
  return { ...created, slot: (n: number) => anchorAt + n * 2 * MINUTE };
}

/** The configuration as the database has it. */
export async function rowOf(id: string): Promise<ConfigurationRow> {
  const query = database(env).select().from(configurations).where(eq(configurations.id, id));
  const row = await query.get();
  if (!row) throw new Error(`there is no row of ${id}`);
  return row;
}

/** A configuration's jobs: first those that were asked for, then those of its slots, in order. */
export async function jobsOf(id: string): Promise<ScreenshotRow[]> {
  const ofConfiguration = eq(screenshots.configurationId, id);
  return database(env)
    .select()
    .from(screenshots)
    .where(ofConfiguration)
    .orderBy(asc(screenshots.dueAt), asc(screenshots.createdAt));
}

/** The jobs of its slots, once none of them is in progress. */
export async function slotsDone(id: string): Promise<ScreenshotRow[]> {
  return eventually(async () => {
    const jobs = await jobsOf(id);
    if (jobs.some((job) => job.status === "in_progress")) throw new Error("a job is in progress");
    return jobs.filter((job) => job.dueAt !== null);
  });
}

/** What is reserved of an account's allotment, in all months. */
export async function reservedBy(accountId: string): Promise<number> {
  const sql = "SELECT coalesce(sum(used), 0) AS used FROM usage WHERE account_id = ?";
  return (await env.DB.prepare(sql).bind(accountId).first<number>("used")) ?? 0;
}
