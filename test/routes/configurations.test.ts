import { listDurableObjectIds } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { call, callJson, newAccount, site } from "../support/api";
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
import { eventually } from "../support/eventually";
import { insertConfiguration } from "../support/rows";
import { alarmOf, jobsOf, MINUTE, rowOf } from "../support/schedules";

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

describe("a refused POST leaves nothing behind", () => {
  const USED_UP = { monthly_screenshots: 0 };
  const UNPAID = { billing_up_to_date: false };
  const url = `${site}/visits/refused`;
  const LONG = Array(5).fill({ type: "css", value: "x".repeat(60_000) });

  test.each<
    [
      error_code: string,
      status: number,
      account: Record<string, unknown>,
      form: Record<string, string | number>,
    ]
  >([
    ["missing_or_invalid_url", 400, {}, {}],
    ["missing_or_invalid_url", 400, {}, { url: "ftp://example.com/" }],
    ["invalid_options", 400, {}, { url, quality: 0 }],
    ["invalid_schedule_provided", 400, {}, { url, scheduled_every: 10 }],
    ["invalid_multi_step_actions", 400, {}, { url, multi_step_actions: "[{}]" }],
    [
      "invalid_multi_step_actions",
      400,
      {},
      { url, multi_step_actions: '[{"type":"submit","a":1}]' },
    ],
    ["payload_too_large", 413, {}, { url, multi_step_actions: JSON.stringify(LONG) }],
    ["usage_limit_exceeded", 403, USED_UP, { url }],
    ["billing_not_up_to_date", 403, UNPAID, { url }],
  ])("%s (%i)", async (error_code, status, settings, form) => {
    const account = await newAccount(settings);
    const before = await everything();
    const answer = await send("POST", "/screenshot_configs", account.key, form);
    expect(answer).toMatchObject({ status, body: { success: false, error_code } });
    expect(await everything()).toEqual(before);
    expect(await visits("refused")).toBe(0);
  });

  test("the last of the allotment is given to one of two at once", async () => {
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

  /** How many rows, reserved captures, images and schedules there are. */
  async function everything() {
    const count = async (sql: string) => (await env.DB.prepare(sql).first<{ n: number }>())?.n;
    return {
      configurations: await count("SELECT count(*) AS n FROM configurations"),
      jobs: await count("SELECT count(*) AS n FROM screenshots"),
      reserved: await count("SELECT sum(used) AS n FROM usage"),
      images: (await env.BUCKET.list()).objects.length,
      schedules: (await listDurableObjectIds(env.SCHEDULE)).length,
    };
  }
});

describe("X-Ignored-Options", () => {
  test("names what a configuration does not know, and never the key", async () => {
    const form = { url: `${site}/quarters`, ...SMALL, mcp: 1, ttl: 60, "a b": 2 };
    const created = await send("POST", "/screenshot_configs", key, form);
    expect(created.headers.get("X-Ignored-Options")).toBe("mcp, ttl, a%20b");
    const path = `/screenshot_configs/${created.body.screenshot_configuration_id}`;
    const patched = await send("PATCH", path, key, { quality: 90, microsoft: 1 });
    expect(patched.headers.get("X-Ignored-Options")).toBe("microsoft");
    expect(patched.body.config).toEqual({
      url: `${site}/quarters`,
      page_width: "64",
      page_height: "48",
      quality: "90",
    });
  });

  test("is missing where everything is known", async () => {
    const form = { url: `${site}/quarters`, ...SMALL };
    const { headers } = await send("POST", "/screenshot_configs", key, form);
    expect(headers.get("X-Ignored-Options")).toBeNull();
  });
});

describe("PATCH", () => {
  const url = `${site}/quarters`;
  const SENT = { page_width: "64", page_height: "48" };

  test("keeps what is not given, and shows each value as it was sent", async () => {
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
    ["none", { url: "nonsense://x" }],
  ])("refuses a url that is %s, and changes nothing", async (_, change) => {
    const { path } = await create(key, "/quarters");
    const answer = await sendJson("PATCH", path, key, { ...change, quality: 1 });
    expect(answer).toMatchObject({ status: 400, body: { error_code: "missing_or_invalid_url" } });
    expect((await read(path, key)).body.config).toEqual({ url, ...SENT });
  });

  test("keeps an unknown key that was stored before it was refused", async () => {
    const account = await newAccount();
    const actions = { multi_step_actions: [{ type: "submit", remark: "x" }] };
    const config = { url, ...actions };
    const { id } = await insertConfiguration({ accountId: account.id, config });
    const { body } = await send("PATCH", `/screenshot_configs/${id}`, account.key, { wait: 1 });
    expect(body.config).toEqual({ ...config, wait: "1" });
  });

  test("of ten at once loses no change", async () => {
    const { path } = await create(key, "/quarters");
    const changes = [
      ...[{ quality: 1 }, { wait: 2 }, { thumb_width: 30 }, { fullpage: true }, { no_ads: true }],
      ...[{ latitude: 5, longitude: 6 }, { accept_language: "de" }, { user_agent: "x" }],
      ...[{ wait_for: "body" }, { scheduled_screenshot: false }],
    ];
    const answers = await Promise.all(
      changes.map((change) => sendJson("PATCH", path, key, change)),
    );
    expect(answers.map(({ status }) => status)).toEqual(changes.map(() => 200));
    const { body } = await read(path, key);
    expect(body.config).toEqual(Object.assign({ url, ...SENT }, ...changes));
  });

  test("is what the next capture is taken with", async () => {
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
  const EVERY_10_MINUTES = {
    scheduled_screenshot: true,
    scheduled_every: 10,
    scheduled_interval: "minutes",
  };

  /** A configuration whose lock is free again: its alarm stands for the next slot only. */
  async function scheduled() {
    const { id, path } = await createAndCapture(key, "/quarters", EVERY_10_MINUTES);
    const { createdAt = 0 } = (await rowOf(id)) ?? {};
    await eventually(async () => expect(await alarmOf(id)).toBe(createdAt + 10 * MINUTE));
    return { id, path, firstSlotAt: createdAt + 10 * MINUTE };
  }

  test.each([
    ["the number", { scheduled_every: 20 }, 20 * MINUTE],
    ["the unit", { scheduled_interval: "hours" }, 600 * MINUTE],
  ])("by %s begins anew from now", async (_, change, lengthMs) => {
    const { id, path } = await scheduled();
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
    ["the schedule as it is", EVERY_10_MINUTES],
  ])("that changes %s leaves its slots as they are", async (_, change) => {
    const { id, path, firstSlotAt } = await scheduled();
    await send("PATCH", path, key, change);
    expect(await alarmOf(id)).toBe(firstSlotAt);
    expect((await rowOf(id))?.nextSlotAt).toBe(firstSlotAt);
  });

  test("to false stops it, to true starts it anew", async () => {
    const { id, path } = await scheduled();
    await send("PATCH", path, key, { scheduled_screenshot: false });
    expect(await alarmOf(id)).toBeNull();
    expect((await rowOf(id))?.nextSlotAt).toBeNull();

    const before = Date.now();
    await send("PATCH", path, key, { scheduled_screenshot: true });
    expect(await alarmOf(id)).toBeGreaterThanOrEqual(before + 10 * MINUTE);
  });

  test("away, and its options are gone", async () => {
    const { id, path } = await scheduled();
    const gone = { scheduled_screenshot: null, scheduled_every: null, scheduled_interval: null };
    const { body } = await sendJson("PATCH", path, key, gone);
    expect(Object.keys(body.config)).toEqual(["url", "page_width", "page_height"]);
    expect(await alarmOf(id)).toBeNull();
  });
});

describe("an id that nobody has", () => {
  test.each([
    ["a UUID", crypto.randomUUID()],
    ["a word", "nothing"],
    ["a space", "%20"],
    ["a zero byte", "%00"],
    ["half a character", "%ff"],
    ["long", "x".repeat(3_000)],
    ["SQL", "'%20OR%201=1%20--"],
  ])("is 404 screenshot_configuration_not_found: %s", async (_, id) => {
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
