import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { newAccount } from "../support/api";
import { done, listed, open, read, send, visits } from "../support/configurations";
import { eventually } from "../support/eventually";
import {
  alarmOf,
  createScheduled,
  jobsOf,
  reservedBy,
  rowOf,
  runAlarmAt,
  setClock,
  slotsDone,
} from "../support/schedules";

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

describe("every 2 minutes", () => {
  test("slots are at the anchor plus n × 2 minutes, even if the alarm is late", async () => {
    const { id, slot } = await createScheduled(key, "/quarters");
    for (const [index, lateMs] of [0, 900, 17_000, 1, 119_000].entries()) {
      await runAlarmAt(id, slot(index + 1) + lateMs);
      await slotsDone(id);
      await eventually(async () => expect(await alarmOf(id)).toBe(slot(index + 2)));
    }
    const dueTimes = (await slotsDone(id)).map((job) => job.dueAt);
    expect(dueTimes).toEqual([1, 2, 3, 4, 5].map(slot));
    expect(await rowOf(id)).toMatchObject({ nextSlotAt: slot(6), skippedSlots: 0 });
  });

  test("each slot has one screenshot, listed newest first", async () => {
    const { id, path, jobId, slot } = await createScheduled(key, "/visits/listed");
    await runAlarmAt(id, slot(1));
    const [first] = await slotsDone(id);
    await runAlarmAt(id, slot(2));
    const [, second] = await slotsDone(id);
    expect(await listed(`${path}/screenshots`, key)).toEqual([second?.id, first?.id, jobId]);
    expect((await read(path, key)).body.ids.last_job_id).toBe(second?.id);
    expect(await visits("listed")).toBe(3);
  });

  test("an early alarm starts nothing", async () => {
    const { id, slot } = await createScheduled(key, "/quarters");
    await runAlarmAt(id, slot(1) - 1);
    expect(await slotsDone(id)).toEqual([]);
    expect(await alarmOf(id)).toBe(slot(1));
  });

  test("a slot during a running capture is skipped and counted", async () => {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    await send("PATCH", path, key, { url: await gate(path, "overlap") });
    await setClock(id, slot(1) - 30_000);
    const running = await send("POST", `${path}/capture`, key);
    await runAlarmAt(id, slot(1));
    expect(await jobsOf(id)).toHaveLength(2);
    expect(await rowOf(id)).toMatchObject({ skippedSlots: 1, nextSlotAt: slot(2) });

    await open("overlap");
    await done(key, running.body.job_id);
    await eventually(async () => expect(await alarmOf(id)).toBe(slot(2)));
    await runAlarmAt(id, slot(2));
    expect((await slotsDone(id)).map((job) => job.dueAt)).toEqual([slot(2)]);
    expect((await rowOf(id)).skippedSlots).toBe(1);
  });

  test("after an outage of five slots one is captured, and four are skipped", async () => {
    const { id, path, slot } = await createScheduled(key, "/visits/away");
    await runAlarmAt(id, slot(5) + 40_000);
    expect((await slotsDone(id)).map((job) => job.dueAt)).toEqual([slot(5)]);
    expect(await rowOf(id)).toMatchObject({ skippedSlots: 4, nextSlotAt: slot(6) });
    expect((await read(path, key)).body.monitoring).toMatchObject({ skipped_slots: 4 });
    await eventually(async () => expect(await alarmOf(id)).toBe(slot(6)));
    expect(await visits("away")).toBe(2);
  });
});

describe("the schedule continues", () => {
  test("after a page that fails, and records the reason", async () => {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    const { url } = (await read(path, key)).body.config;
    await send("PATCH", path, key, { url: url.replace("quarters", "reset") });
    await runAlarmAt(id, slot(1));
    const [failed] = await slotsDone(id);
    expect(failed).toMatchObject({ status: "failed", failureReason: "connection_failed" });

    await send("PATCH", path, key, { url });
    await eventually(async () => expect(await alarmOf(id)).toBe(slot(2)));
    await runAlarmAt(id, slot(2));
    expect((await slotsDone(id)).map((job) => job.status)).toEqual(["failed", "done"]);
  });

  test("after a slot beyond the allotment, and records the reason", async () => {
    const account = await newAccount();
    const { id, path, slot } = await createScheduled(account.key, "/visits/spent");
    await setAllotment(account.id, 1);
    await runAlarmAt(id, slot(1));
    const [refused] = await slotsDone(id);
    expect(refused).toMatchObject({ status: "failed", dueAt: slot(1) });
    expect(await reservedBy(account.id)).toBe(1);
    const { last_job_id } = (await read(path, account.key)).body.ids;
    expect(last_job_id).toBe(refused?.id);
    expect((await read(`/jobs/${last_job_id}`, account.key)).body).toMatchObject({
      success: false,
      reason: "usage_limit_exceeded",
      note: expect.stringContaining("allotment of 1 "),
    });

    expect(await alarmOf(id)).toBe(slot(2));
    await setAllotment(account.id, 10);
    await runAlarmAt(id, slot(2));
    expect((await slotsDone(id)).map((job) => job.status)).toEqual(["failed", "done"]);
    expect(await visits("spent")).toBe(2);
  });

  test("once a missing payment is made, and creates no jobs before", async () => {
    const account = await newAccount();
    const { id, slot } = await createScheduled(account.key, "/quarters");
    await setPaid(account.id, 0);
    await runAlarmAt(id, slot(1));
    await runAlarmAt(id, slot(2));
    expect(await jobsOf(id)).toHaveLength(1);

    await setPaid(account.id, 1);
    await runAlarmAt(id, slot(3));
    expect((await slotsDone(id)).map((job) => job.dueAt)).toEqual([slot(3)]);
  });
});

async function setAllotment(accountId: string, monthly: number): Promise<void> {
  const sql = "UPDATE accounts SET monthly_screenshots = ? WHERE id = ?";
  await env.DB.prepare(sql).bind(monthly, accountId).run();
}

async function setPaid(accountId: string, paid: 0 | 1): Promise<void> {
  const sql = "UPDATE accounts SET billing_up_to_date = ? WHERE id = ?";
  await env.DB.prepare(sql).bind(paid, accountId).run();
}

/** The URL of a gate, on the host of a configuration's page. */
async function gate(path: string, name: string): Promise<string> {
  const { url } = (await read(path, key)).body.config;
  return new URL(`/gate/${name}`, url).href;
}
