import { beforeAll, describe, expect, test } from "vitest";
import { newAccount, site } from "../support/api";
import { openLeases } from "../support/browser";
import { create, done, embed, listed, open, read, send, visits } from "../support/configurations";
import { eventually } from "../support/eventually";
import { databaseWith } from "../support/faults";
import {
  alarmOf,
  createScheduled,
  EVERY_2_MINUTES,
  expectNothingOf,
  INSERT_OF_JOB,
  inSchedule,
  jobsOf,
  reservedBy,
  restoreStorage,
  rowOf,
  runAlarmAt,
  setBindings,
  setClock,
  slotsDone,
  storageOf,
} from "../support/schedules";

/** The statement that writes the next slot. */
const UPDATE_OF_SLOT = /update .?configurations.? set .*skipped_slots/is;

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

describe("an update while a capture runs", () => {
  test("does not change that capture, and applies to the next one", async () => {
    const { id, path, jobId } = await create(key, "/gate/updated", EVERY_2_MINUTES);
    await eventually(async () => expect(await visits("updated")).toBe(1));
    await send("PATCH", path, key, { url: `${site}/visits/after`, image_format: "png" });
    await open("updated");
    expect((await done(key, jobId)).capture.final_url).toBe(`${site}/gate/updated`);

    const { anchorAt } = await rowOf(id);
    await runAlarmAt(id, anchorAt + 120_000);
    const [next] = await slotsDone(id);
    expect(next).toMatchObject({ status: "done", finalUrl: `${site}/visits/after` });
    expect(next?.imageKey).toMatch(/\.png$/);
  });
});

describe("an update while the alarm runs", () => {
  test.each([
    ["before the job is written", INSERT_OF_JOB],
    ["before the slot is updated", UPDATE_OF_SLOT],
  ])("that stops the schedule, %s, stops it", async (_, moment) => {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    const stopping = () => send("PATCH", path, key, { scheduled_screenshot: false });
    await setBindings(id, { DB: databaseWith(moment, stopping) });
    await runAlarmAt(id, slot(1));
    expect((await slotsDone(id)).length).toBeLessThan(2);
    await eventually(async () => expect(await alarmOf(id)).toBeNull());
    expect((await rowOf(id)).nextSlotAt).toBeNull();
  });

  test.each([
    ["before the job is written", INSERT_OF_JOB],
    ["before the slot is updated", UPDATE_OF_SLOT],
  ])("that changes the schedule, %s, applies", async (_, moment) => {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    const changing = () => send("PATCH", path, key, { scheduled_interval: "days" });
    await setBindings(id, { DB: databaseWith(moment, changing) });
    await runAlarmAt(id, slot(1));
    await slotsDone(id);
    const { anchorAt, nextSlotAt } = await rowOf(id);
    expect(nextSlotAt).toBe(anchorAt + 2 * 86_400_000);
    await eventually(async () => expect(await alarmOf(id)).toBe(nextSlotAt));
  });
});

describe("if database and schedule object disagree, the database wins", () => {
  test("about a stopped schedule", async () => {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    const armed = await storageOf(id);
    await send("PATCH", path, key, { scheduled_screenshot: false });
    await restoreStorage(id, armed, slot(1));
    await runAlarmAt(id, slot(1));
    expect(await slotsDone(id)).toEqual([]);
    expect(await alarmOf(id)).toBeNull();
  });

  test("about a changed schedule", async () => {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    const armed = await storageOf(id);
    await send("PATCH", path, key, { scheduled_every: 50 });
    await restoreStorage(id, armed, slot(1));
    await runAlarmAt(id, slot(1));
    expect(await slotsDone(id)).toEqual([]);
    expect(await alarmOf(id)).toBe((await rowOf(id)).nextSlotAt);
  });
});

test("a lock that is released during the query about its job is free", async () => {
  const { id, path } = await createScheduled(key, "/quarters");
  const held = await storageOf(id);
  const { body } = await send("POST", `${path}/capture`, key);
  await eventually(async () => expect(await storageOf(id)).not.toEqual(held));
  await done(key, body.job_id);
  await restoreStorage(id, held);
  await inSchedule(id, (schedule) => schedule.begin(body.job_id));
  const freeing = () => inSchedule(id, (schedule) => schedule.finish(body.job_id));
  await setBindings(id, { DB: databaseWith(/from .?screenshots/i, freeing) });
  expect(await inSchedule(id, (schedule) => schedule.begin("next"))).toBe(true);
});

describe("while a finished job holds the lock", () => {
  /** Whether its lock is free is only known from the database. */
  async function createDone() {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    await setClock(id, slot(1) - 60_000);
    const { body } = await send("POST", `${path}/capture`, key);
    const held = await storageOf(id);
    await done(key, body.job_id);
    await eventually(async () => expect(await storageOf(id)).not.toEqual(held));
    await restoreStorage(id, held);
    return { id, path, slot };
  }

  test("of two captures at once one gets it", async () => {
    const { id } = await createDone();
    const got = await inSchedule(id, (schedule) =>
      Promise.all(["first", "second"].map((jobId) => schedule.begin(jobId))),
    );
    expect(got).toEqual([true, false]);
  });

  test("a capture that is requested while the alarm runs gets it, and the slot is skipped", async () => {
    const { id, path, slot } = await createDone();
    let requested: Awaited<ReturnType<typeof send>> | undefined;
    const requesting = async () => {
      await setBindings(id);
      requested = await send("POST", `${path}/capture`, key);
    };
    await setBindings(id, { DB: databaseWith(/from .?screenshots.? where/i, requesting) });
    await runAlarmAt(id, slot(1));
    expect(requested?.status).toBe(200);
    await done(key, requested?.body.job_id);
    expect(await jobsOf(id)).toHaveLength(3);
    expect((await rowOf(id)).skippedSlots).toBe(1);
  });
});

describe("a deletion", () => {
  test("while a capture runs hides its late result", async () => {
    const account = await newAccount();
    const { id, path, jobId } = await create(account.key, "/gate/deleted", EVERY_2_MINUTES);
    await eventually(async () => expect(await visits("deleted")).toBe(1));
    await send("DELETE", path, account.key);
    await eventually(async () => expect(await jobsOf(id)).toEqual([]));
    expect(await reservedBy(account.id)).toBe(0);

    await open("deleted");
    await eventually(async () => expect(await openLeases()).toBe(0));
    await expectNothingOf(id);
    expect(await listed("/screenshots", account.key)).toEqual([]);
    expect((await read(`/jobs/${jobId}`, account.key)).status).toBe(404);
    expect((await embed(id)).status).toBe(404);
    expect(await reservedBy(account.id)).toBe(0);
  });

  test.each([
    ["before the job is written", INSERT_OF_JOB],
    ["before the slot is updated", UPDATE_OF_SLOT],
  ])("while the alarm runs, %s, leaves nothing", async (_, moment) => {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    const deleting = async () => {
      await send("DELETE", path, key);
      await eventually(async () => expect(await jobsOf(id)).toEqual([]));
    };
    await setBindings(id, { DB: databaseWith(moment, deleting) });
    await runAlarmAt(id, slot(1));
    await eventually(async () => expect(await openLeases()).toBe(0));
    await expectNothingOf(id);
  });

  test("before a delayed update ends the schedule", async () => {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    await send("DELETE", path, key);
    await eventually(async () => expect(await jobsOf(id)).toEqual([]));
    const recurrence = { anchorAt: slot(0), every: 2, interval: "minutes" } as const;
    await inSchedule(id, (schedule) => schedule.arm(recurrence));
    await runAlarmAt(id, slot(2));
    await expectNothingOf(id);
  });
});
