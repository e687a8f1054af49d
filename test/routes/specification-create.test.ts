import { beforeAll, describe, expect, test } from "vitest";
import { callJson, withQuery } from "../support/api";
import { done, sendJson } from "../support/configurations";
import { CREATED, expectSample, newSpecificationAccount, ROVER } from "../support/specification";

let key: string;
beforeAll(async () => {
  ({ key } = await newSpecificationAccount());
});

describe("Create a scheduled screenshot", () => {
  test("with all parameters in the URL", async () => {
    const query = { url: ROVER, access_token: key, page_width: 100, page_height: 100 };
    const answer = await callJson(withQuery("/screenshot_configs", query), { method: "POST" });
    expectSample(answer, CREATED);
    await done(key, answer.body.job_id);
  });

  test("from JSON, whose types are kept", async () => {
    const config = { url: ROVER, wait: 0, fullpage: true, headers: [{ key: "X-A", value: "b" }] };
    const schedule = {
      scheduled_screenshot: "true",
      scheduled_every: "3",
      scheduled_interval: "Days",
    };
    const answer = await sendJson("POST", "/screenshot_configs", key, { ...config, ...schedule });
    expectSample(answer, CREATED);
    await done(key, answer.body.job_id);
    const path = `/screenshot_configs/${answer.body.screenshot_configuration_id}`;
    const { body } = await callJson(withQuery(path, { access_token: key }));
    expect(body.config).toEqual({
      ...config,
      scheduled_screenshot: true,
      scheduled_every: 3,
      scheduled_interval: "days",
    });
  });
});
