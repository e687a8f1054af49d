import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { asc, eq } from "drizzle-orm";
import type { Env } from "../../src/env";
import type { Schedule } from "../../src/schedule/schedule";
import { database } from "../../src/store/db";
import type { ConfigurationRow, ScreenshotRow } from "../../src/store/tables";
import { configurations, screenshots } from "../../src/store/tables";

export const MINUTE = 60_000;

/** The object that keeps a configuration's schedule. */
export function scheduleOf(id: string): DurableObjectStub<Schedule> {
  return env.SCHEDULE.getByName(id);
}

/** When the schedule's alarm rings next; null when it is silent. */
export async function alarmOf(id: string): Promise<number | null> {
  return runInDurableObject(scheduleOf(id), (_, state) => state.storage.getAlarm());
}

/** Rings the alarm at a moment: the schedule's clock stands there from now on. */
export async function ringAt(id: string, moment: number): Promise<void> {
  await setClock(id, moment);
  if (!(await runDurableObjectAlarm(scheduleOf(id)))) throw new Error("no alarm was set");
}

/** Lets the schedule's clock stand at a moment; one in the future, else its alarm rings by itself. */
export async function setClock(id: string, moment: number): Promise<void> {
  await runInDurableObject(scheduleOf(id), (schedule) => {
    schedule.now = () => moment;
  });
}

/** Gives the schedule other bindings, such as a database that fails. */
export async function setBindings(id: string, bindings: Partial<Env>): Promise<void> {
  await runInDurableObject(scheduleOf(id), (schedule) => {
    Object.assign(schedule, { env: { ...env, ...bindings } });
  });
}

/** The configuration as the database has it. */
export async function rowOf(id: string): Promise<ConfigurationRow | undefined> {
  return database(env).select().from(configurations).where(eq(configurations.id, id)).get();
}

/** A configuration's jobs, the oldest slot first; those that were asked for come before. */
export async function jobsOf(id: string): Promise<ScreenshotRow[]> {
  const ofConfiguration = eq(screenshots.configurationId, id);
  return database(env)
    .select()
    .from(screenshots)
    .where(ofConfiguration)
    .orderBy(asc(screenshots.dueAt));
}
