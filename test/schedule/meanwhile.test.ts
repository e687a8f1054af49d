import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { newAccount, site } from "../support/api";
import { lentPlaces } from "../support/browser";
import { create, done, embed, listed, open, read, send, visits } from "../support/configurations";
import { eventually } from "../support/eventually";
import { databaseWith } from "../support/faults";
import {
  alarmOf,
  createScheduled,
  EVERY_2_MINUTES,
  inSchedule,
  jobsOf,
  notesOf,
  putBack,
  reservedBy,
  ringAt,
  rowOf,
  setBindings,
  setClock,
  slotsDone,
} from "../support/schedules";

const INSERT_OF_JOB = /insert into screenshots/i;
const NOTE_OF_SLOT = /update .?configurations.? set .*skipped_slots/is;

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

describe("an update while a capture runs", () => {
  test("leaves that capture as it began, and is what the next one is taken with", async () => {
    const { id, path, jobId } = await create(key, "/gate/updated", EVERY_2_MINUTES);
    await eventually(async () => expect(await visits("updated")).toBe(1));
    await send("PATCH", path, key, { url: `${site}/visits/after`, image_format: "png" });
    await open("updated");
    expect((await done(key, jobId)).capture.final_url).toBe(`${site}/gate/updated`);

    const { anchorAt } = await rowOf(id);
    await ringAt(id, anchorAt + 120_000);
    const [next] = await slotsDone(id);
    expect(next).toMatchObject({ status: "done", finalUrl: `${site}/visits/after` });
    expect(next?.imageKey).toMatch(/\.png$/);
  });
});

describe("an update while the alarm rings", () => {
  test.each([
    ["before the job is written", INSERT_OF_JOB],
    ["before the slot is noted", NOTE_OF_SLOT],
  ])("that stops the schedule, %s: it stays stopped", async (_, moment) => {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    const stopping = () => send("PATCH", path, key, { scheduled_screenshot: false });
    await setBindings(id, { DB: databaseWith(moment, stopping) });
    await ringAt(id, slot(1));
    expect((await slotsDone(id)).length).toBeLessThan(2);
    await eventually(async () => expect(await alarmOf(id)).toBeNull());
    expect((await rowOf(id)).nextSlotAt).toBeNull();
  });

  test.each([
    ["before the job is written", INSERT_OF_JOB],
    ["before the slot is noted", NOTE_OF_SLOT],
  ])("that changes the schedule, %s: the new one is in force", async (_, moment) => {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    const changing = () => send("PATCH", path, key, { scheduled_interval: "days" });
    await setBindings(id, { DB: databaseWith(moment, changing) });
    await ringAt(id, slot(1));
    await slotsDone(id);
    const { anchorAt, nextSlotAt } = await rowOf(id);
    expect(nextSlotAt).toBe(anchorAt + 2 * 86_400_000);
    await eventually(async () => expect(await alarmOf(id)).toBe(nextSlotAt));
  });
});

describe("where database and schedule disagree, the database is right", () => {
  test("about a schedule that was stopped", async () => {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    const armed = await notesOf(id);
    await send("PATCH", path, key, { scheduled_screenshot: false });
    await putBack(id, armed, slot(1));
    await ringAt(id, slot(1));
    expect(await slotsDone(id)).toEqual([]);
    expect(await alarmOf(id)).toBeNull();
  });

  test("about a schedule that was changed", async () => {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    const armed = await notesOf(id);
    await send("PATCH", path, key, { scheduled_every: 50 });
    await putBack(id, armed, slot(1));
    await ringAt(id, slot(1));
    expect(await slotsDone(id)).toEqual([]);
    expect(await alarmOf(id)).toBe((await rowOf(id)).nextSlotAt);
  });
});

test("a lock that is freed while the database is asked about it is free", async () => {
  const { id, path } = await createScheduled(key, "/quarters");
  const held = await notesOf(id);
  const { body } = await send("POST", `${path}/capture`, key);
  await eventually(async () => expect(await notesOf(id)).not.toEqual(held));
  await done(key, body.job_id);
  await putBack(id, held);
  await inSchedule(id, (schedule) => schedule.begin(body.job_id));
  const freeing = () => inSchedule(id, (schedule) => schedule.finish(body.job_id));
  await setBindings(id, { DB: databaseWith(/from .?screenshots/i, freeing) });
  expect(await inSchedule(id, (schedule) => schedule.begin("next"))).toBe(true);
});

describe("while the lock is held by a job that is done", () => {
  /** Both who ask for the lock must ask the database whether it is free. */
  async function createDone() {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    await setClock(id, slot(1) - 60_000);
    const { body } = await send("POST", `${path}/capture`, key);
    const held = await notesOf(id);
    await done(key, body.job_id);
    await eventually(async () => expect(await notesOf(id)).not.toEqual(held));
    await putBack(id, held);
    return { id, path, slot };
  }

  test("of two captures at once one gets it", async () => {
    const { id } = await createDone();
    const got = await inSchedule(id, (schedule) =>
      Promise.all(["first", "second"].map((jobId) => schedule.begin(jobId))),
    );
    expect(got).toEqual([true, false]);
  });

  test("a capture that is asked for while the alarm asks gets it, and the slot is skipped", async () => {
    const { id, path, slot } = await createDone();
    let asked: Awaited<ReturnType<typeof send>> | undefined;
    const asking = async () => {
      await setBindings(id);
      asked = await send("POST", `${path}/capture`, key);
    };
    await setBindings(id, { DB: databaseWith(/from .?screenshots.? where/i, asking) });
    await ringAt(id, slot(1));
    expect(asked?.status).toBe(200);
    await done(key, asked?.body.job_id);
    expect(await jobsOf(id)).toHaveLength(3);
    expect((await rowOf(id)).skippedSlots).toBe(1);
  });
});

describe("a deletion", () => {
  test("while a capture runs: its late result does not appear", async () => {
    const account = await newAccount();
    const { id, path, jobId } = await create(account.key, "/gate/deleted", EVERY_2_MINUTES);
    await eventually(async () => expect(await visits("deleted")).toBe(1));
    await send("DELETE", path, account.key);
    await eventually(async () => expect(await jobsOf(id)).toEqual([]));
    expect(await reservedBy(account.id)).toBe(0);

    await open("deleted");
    await eventually(async () => expect(await lentPlaces()).toBe(0));
    await expectNothingOf(id);
    expect(await listed("/screenshots", account.key)).toEqual([]);
    expect((await read(`/jobs/${jobId}`, account.key)).status).toBe(404);
    expect((await embed(id)).status).toBe(404);
    expect(await reservedBy(account.id)).toBe(0);
  });

  test.each([
    ["before the job is written", INSERT_OF_JOB],
    ["before the slot is noted", NOTE_OF_SLOT],
  ])("while the alarm rings, %s: nothing is left", async (_, moment) => {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    const deleting = async () => {
      await send("DELETE", path, key);
      await eventually(async () => expect(await jobsOf(id)).toEqual([]));
    };
    await setBindings(id, { DB: databaseWith(moment, deleting) });
    await ringAt(id, slot(1));
    await eventually(async () => expect(await lentPlaces()).toBe(0));
    await expectNothingOf(id);
  });

  test("that an update overtakes: the schedule ends by itself", async () => {
    const { id, path, slot } = await createScheduled(key, "/quarters");
    await send("DELETE", path, key);
    await eventually(async () => expect(await jobsOf(id)).toEqual([]));
    const recurrence = { anchorAt: slot(0), every: 2, interval: "minutes" } as const;
    await inSchedule(id, (schedule) => schedule.arm(recurrence));
    await ringAt(id, slot(2));
    await expectNothingOf(id);
  });

  /** No row, no image, no alarm, and nothing that the schedule remembers. */
  async function expectNothingOf(id: string): Promise<void> {
    expect(await jobsOf(id)).toEqual([]);
    await eventually(async () => {
      expect((await env.BUCKET.list({ prefix: `${id}/` })).objects).toEqual([]);
    });
    expect(await runDurableObjectAlarm(env.SCHEDULE.getByName(id))).toBe(false);
    expect(await notesOf(id)).toEqual([]);
  }
});
