import { beforeAll, describe, expect, test } from "vitest";
import { call, callJson, newAccount, site } from "../support/api";
import { CHANGES, REFUSED, stored, UNKNOWN_IDS } from "../support/configuration-requests";
import {
  create,
  createAndCapture,
  done,
  read,
  SMALL,
  send,
  sendJson,
  visits,
} from "../support/configurations";
import { insertConfiguration } from "../support/rows";
import {
  alarmOf,
  createEvery10Minutes,
  EVERY_10_MINUTES,
  jobsOf,
  MINUTE,
  rowOf,
} from "../support/schedules";

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

describe("POST starts a first capture", () => {
  test.each([
    ["without a schedule", {}],
    ["with a schedule that is switched off", { scheduled_screenshot: false }],
    [
      "with a schedule",
      { scheduled_screenshot: true, scheduled_every: 2, scheduled_interval: "years" },
    ],
  ])("%s", async (name, schedule) => {
    const page = name.replaceAll(" ", "-");
    const { jobId, path } = await create(key, `/visits/${page}`, schedule);
    await done(key, jobId);
    expect(await visits(page)).toBe(1);
    expect((await read(path, key)).body.ids.last_job_id).toBe(jobId);
  });
});

describe("a refused POST stores nothing", () => {
  test.each(REFUSED)("%s (%i)", async (error_code, status, settings, form) => {
    const account = await newAccount(settings);
    const before = await stored();
    const answer = await send("POST", "/screenshot_configs", account.key, form);
    expect(answer).toMatchObject({ status, body: { success: false, error_code } });
    expect(await stored()).toEqual(before);
    expect(await visits("refused")).toBe(0);
  });

  test("of two POSTs at once one gets the last screenshot of the allotment", async () => {
    const account = await newAccount({ monthly_screenshots: 1 });
    const form = { url: `${site}/visits/last`, ...SMALL };
    const answers = await Promise.all(
      [1, 2].map(() => send("POST", "/screenshot_configs", account.key, form)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
    const { body } = await read("/screenshot_configs", account.key);
    expect(body.screenshot_configurations).toHaveLength(1);
    await done(account.key, body.screenshot_configurations[0].ids.last_job_id);
  });
});

describe("PATCH", () => {
  const url = `${site}/quarters`;
  const SENT = { page_width: "64", page_height: "48" };

  test("keeps the other options, and returns each value as it was sent", async () => {
    const { path } = await create(key, "/quarters", { quality: 80 });
    await send("PATCH", path, key, { wait: 10 });
    const { body } = await sendJson("PATCH", path, key, { fullpage: true, quality: 70 });
    const config = { url, ...SENT, quality: 70, wait: "10", fullpage: true };
    expect(body).toEqual({ success: true, config });
    expect((await read(path, key)).body.config).toEqual(config);
  });

  test("with an empty value removes an option", async () => {
    const { path } = await create(key, "/quarters", { quality: 80, wait: 10, image_format: "png" });
    await send("PATCH", path, key, { quality: "" });
    const { body } = await sendJson("PATCH", path, key, { wait: null, image_format: "" });
    expect(body.config).toEqual({ url, ...SENT });
  });

  test.each([
    ["empty", { url: "" }],
    ["null", { url: null }],
    ["not http", { url: "nonsense://x" }],
  ])("refuses a url that is %s, and changes nothing", async (_, change) => {
    const { path } = await create(key, "/quarters");
    const answer = await sendJson("PATCH", path, key, { ...change, quality: 1 });
    expect(answer).toMatchObject({ status: 400, body: { error_code: "missing_or_invalid_url" } });
    expect((await read(path, key)).body.config).toEqual({ url, ...SENT });
  });

  test("keeps an unknown key that an earlier version stored", async () => {
    const account = await newAccount();
    const actions = { multi_step_actions: [{ type: "submit", remark: "x" }] };
    const config = { url, ...actions };
    const { id } = await insertConfiguration({ accountId: account.id, config });
    const { body } = await send("PATCH", `/screenshot_configs/${id}`, account.key, { wait: 1 });
    expect(body.config).toEqual({ ...config, wait: "1" });
  });

  test("ten times at once loses no change", async () => {
    const { path } = await create(key, "/quarters");
    const answers = await Promise.all(
      CHANGES.map((change) => sendJson("PATCH", path, key, change)),
    );
    expect(answers.map(({ status }) => status)).toEqual(CHANGES.map(() => 200));
    const { body } = await read(path, key);
    expect(body.config).toEqual(Object.assign({ url, ...SENT }, ...CHANGES));
  });

  test("applies to the next capture", async () => {
    const { path } = await createAndCapture(key, "/quarters");
    await send("PATCH", path, key, { url: `${site}/visits/patched`, image_format: "png" });
    const { body } = await send("POST", `${path}/capture`, key);
    const { screenshot, capture } = await done(key, body.job_id);
    expect(capture.final_url).toBe(`${site}/visits/patched`);
    const image = await call(new URL(screenshot.direct_link).pathname);
    expect(image.headers.get("Content-Type")).toBe("image/png");
  });
});

describe("PATCH of the schedule", () => {
  test.each([
    ["the number", { scheduled_every: 20 }, 20 * MINUTE],
    ["the unit", { scheduled_interval: "hours" }, 600 * MINUTE],
  ])("of %s restarts it now", async (_, change, lengthMs) => {
    const { id, path } = await createEvery10Minutes(key);
    const before = Date.now();
    await send("PATCH", path, key, change);
    const alarm = await alarmOf(id);
    expect(alarm).toBeGreaterThanOrEqual(before + lengthMs);
    expect(alarm).toBeLessThanOrEqual(Date.now() + lengthMs);
    expect((await rowOf(id))?.nextSlotAt).toBe(alarm);
  });

  test.each([
    ["another option", { wait: 5 }],
    ["the url", { url: `${site}/visits/other` }],
    ["the same schedule", EVERY_10_MINUTES],
  ])("of %s keeps its slots", async (_, change) => {
    const { id, path, firstSlotAt } = await createEvery10Minutes(key);
    await send("PATCH", path, key, change);
    expect(await alarmOf(id)).toBe(firstSlotAt);
    expect((await rowOf(id))?.nextSlotAt).toBe(firstSlotAt);
  });

  test("to false stops it, to true restarts it", async () => {
    const { id, path } = await createEvery10Minutes(key);
    await send("PATCH", path, key, { scheduled_screenshot: false });
    expect(await alarmOf(id)).toBeNull();
    expect((await rowOf(id))?.nextSlotAt).toBeNull();

    const before = Date.now();
    await send("PATCH", path, key, { scheduled_screenshot: true });
    expect(await alarmOf(id)).toBeGreaterThanOrEqual(before + 10 * MINUTE);
  });

  test("to null removes its options", async () => {
    const { id, path } = await createEvery10Minutes(key);
    const gone = { scheduled_screenshot: null, scheduled_every: null, scheduled_interval: null };
    const { body } = await sendJson("PATCH", path, key, gone);
    expect(Object.keys(body.config)).toEqual(["url", "page_width", "page_height"]);
    expect(await alarmOf(id)).toBeNull();
  });
});

describe("an unknown id", () => {
  test.each(UNKNOWN_IDS)("is 404 screenshot_configuration_not_found: %s", async (_, id) => {
    const path = `/screenshot_configs/${id}`;
    const expected = { status: 404, body: { error_code: "screenshot_configuration_not_found" } };
    expect(await read(path, key)).toMatchObject(expected);
    expect(await read(`${path}/screenshots`, key)).toMatchObject(expected);
    expect(await send("PATCH", path, key, { wait: 1 })).toMatchObject(expected);
    expect(await send("POST", `${path}/capture`, key)).toMatchObject(expected);
    expect(await send("DELETE", path, key)).toMatchObject(expected);
    expect(await callJson(`/app/screenshots/${id}/embed`)).toMatchObject(expected);
    expect(await jobsOf(id)).toEqual([]);
  });
});
