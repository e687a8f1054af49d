import { beforeAll, describe, expect, test } from "vitest";
import { newAccount, site } from "../support/api";
import { create, read, send, sendJson } from "../support/configurations";
import { alarmOf, createScheduled } from "../support/schedules";

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

type Value = string | number | boolean;
type Schedule = [every: Value | undefined, interval: Value | undefined, screenshot?: Value];

function scheduleOf([every, interval, screenshot = true]: Schedule): Record<string, Value> {
  return {
    scheduled_screenshot: screenshot,
    ...(every === undefined ? {} : { scheduled_every: every }),
    ...(interval === undefined ? {} : { scheduled_interval: interval }),
  };
}

describe("invalid_schedule_provided, with a note on the accepted values", () => {
  const MORE_THAN_ONE = /scheduled_every is .*; accepted: a whole number greater than 1/;
  const ONE_OF_SIX =
    /scheduled_interval is .*; accepted: one of minutes, hours, days, weeks, months, years/;

  test.each<[Schedule, RegExp]>([
    [[1, "minutes"], /greater than 1 \(every 2 minutes is the shortest\)/],
    [[1, "hours"], /greater than 1 \(60 minutes for 1 hour\)/],
    [[1, "days"], /greater than 1 \(24 hours for 1 day\)/],
    [[1, "weeks"], /greater than 1 \(7 days for 1 week\)/],
    [[1, "months"], /greater than 1 \(4 weeks, or 30 days, for 1 month\)/],
    [[1, "years"], /greater than 1 \(12 months for 1 year\)/],

    [
      [52_596_001, "minutes"],
      /scheduled_every is .*; accepted: at most 52596000 minutes, a hundred years/,
    ],
    [[876_601, "hours"], /at most 876600 hours, a hundred years/],
    [[36_526, "days"], /at most 36525 days, a hundred years/],
    [[5_218, "weeks"], /at most 5217 weeks, a hundred years/],
    [[1_201, "months"], /at most 1200 months, a hundred years/],
    [[101, "years"], /at most 100 years, a hundred years/],
    [["9".repeat(15), "years"], /at most 100 years, a hundred years/],
    [["9".repeat(40), "minutes"], MORE_THAN_ONE],

    [[0, "days"], MORE_THAN_ONE],
    [[-2, "days"], MORE_THAN_ONE],
    [["2.5", "days"], MORE_THAN_ONE],
    [["ten", "days"], MORE_THAN_ONE],
    [["1e2", "days"], MORE_THAN_ONE],
    [[true, "days"], MORE_THAN_ONE],

    [[10, "seconds"], ONE_OF_SIX],
    [[10, "minute"], ONE_OF_SIX],
    [[10, 10], ONE_OF_SIX],
    [[10, undefined], /scheduled_interval is missing; .*together with scheduled_every/],
    [[10, undefined, false], /scheduled_interval is missing; .*together with scheduled_every/],
    [[undefined, "days"], /scheduled_every is missing; .*together with scheduled_interval/],
    [
      [undefined, undefined],
      /scheduled_screenshot is .*; accepted: true only with scheduled_every and scheduled_interval/,
    ],
    [[10, "days", "maybe"], /scheduled_screenshot is "maybe"; accepted: true or false/],
  ])("%j", async (schedule, note) => {
    const form = { url: `${site}/quarters`, ...scheduleOf(schedule) };
    const answers = [
      await send("POST", "/screenshot_configs", key, form),
      await sendJson("POST", "/screenshot_configs", key, form),
    ];
    for (const { status, body } of answers) {
      expect([status, body.error_code]).toEqual([400, "invalid_schedule_provided"]);
      expect(body.note).toMatch(note);
    }
  });

  test("also names other invalid fields", async () => {
    const form = { url: `${site}/quarters`, quality: 0, ...scheduleOf([1, "days"]) };
    const { body } = await send("POST", "/screenshot_configs", key, form);
    expect(body.error_code).toBe("invalid_schedule_provided");
    expect(body.note).toMatch(/24 hours for 1 day/);
    expect(body.note).toMatch(/quality is "0"; accepted: /);
  });
});

describe("the longest interval of a unit is accepted", () => {
  test.each<Schedule>([
    [52_596_000, "minutes"],
    [876_600, "hours"],
    [36_525, "days"],
    [5_217, "weeks"],
    [1_200, "months"],
    [100, "years"],
  ])("%i %s", async (every, interval) => {
    const { id, path } = await create(key, "/quarters", scheduleOf([every, interval]));
    expect(await alarmOf(id)).toBeGreaterThan(Date.now());
    const { body } = await read(path, key);
    expect(body.config).toMatchObject({ scheduled_every: every, scheduled_interval: interval });
  });
});

test("values of a form become boolean, number and lower case", async () => {
  const { path } = await create(key, "/quarters", scheduleOf(["2", "DAYS", "TRUE"]));
  expect((await read(path, key)).body.config).toEqual({
    url: `${site}/quarters`,
    page_width: "64",
    page_height: "48",
    scheduled_screenshot: true,
    scheduled_every: 2,
    scheduled_interval: "days",
  });
});

describe("PATCH is refused if the result is not a valid schedule", () => {
  test.each([
    ["1 day", { scheduled_every: 1 }, /24 hours for 1 day/],
    [
      "more than a hundred years",
      { scheduled_every: 101, scheduled_interval: "years" },
      /at most 100/,
    ],
    ["no number", { scheduled_every: "" }, /scheduled_every is missing/],
    ["no unit", { scheduled_interval: "" }, /scheduled_interval is missing/],
    ["true alone", { scheduled_every: "", scheduled_interval: "" }, /true only with/],
  ])("%s", async (_, change, note) => {
    const days = { scheduled_screenshot: true, scheduled_every: 2, scheduled_interval: "days" };
    const { id, path } = await createScheduled(key, "/quarters", days);
    const { body: before } = await read(path, key);
    const alarm = await alarmOf(id);
    const { status, body } = await send("PATCH", path, key, change);
    expect([status, body.error_code]).toEqual([400, "invalid_schedule_provided"]);
    expect(body.note).toMatch(note);
    expect((await read(path, key)).body.config).toEqual(before.config);
    expect(await alarmOf(id)).toBe(alarm);
  });
});
