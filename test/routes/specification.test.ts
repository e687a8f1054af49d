import { beforeAll, describe, expect, test } from "vitest";
import { call, pixels } from "../support/api";
import { done, embed } from "../support/configurations";
import { curl } from "../support/curl";
import { eventually } from "../support/eventually";
import {
  captureAgain,
  createEvery10Minutes,
  expectSample,
  newSpecificationAccount,
  ROVER,
} from "../support/specification";

// One configuration from its creation to its deletion: each test continues where the one before it ended.

let key: string;
let names: Record<string, string>;
let id: string;
let jobId: string;
beforeAll(async () => {
  ({ key, names } = await newSpecificationAccount());
});

const CONFIG = {
  url: ROVER,
  scheduled_screenshot: true,
  scheduled_every: 10,
  scheduled_interval: "minutes",
};
const UPDATED_CONFIG = { ...CONFIG, wait: "5000", scheduled_every: 20 };

describe("Create a scheduled screenshot", () => {
  test("every 10 minutes", async () => {
    ({ id, jobId } = await createEvery10Minutes(names));
  });

  test("the configuration's id is a UUID v4, the job's 24 hex", () => {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(jobId).toMatch(/^[0-9a-f]{24}$/);
  });
});

test("Capture the next screenshot", async () => {
  await done(key, jobId);
  const answer = await captureAgain(names);
  expectSample(answer, { success: true, job_id: "fcdbe8a0b79965d88b903c72", embed_url: "" });
  expect(answer.body.embed_url).toBe(`http://localhost/app/screenshots/${id}/embed`);
  expect(answer.body.job_id).not.toBe(jobId);
  await done(key, answer.body.job_id);
  names["last-job-id"] = answer.body.job_id;
});

test("Get screenshot configuration", async () => {
  const answer = await curl(
    "https://api.pagepixels.com/screenshot_configs/:screenshot_configuration_id?access_token=your-api-key",
    names,
  );
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    success: true,
    config: CONFIG,
    ids: {
      last_job_id: names["last-job-id"],
      screenshot_config_id: id,
      embed_url: `http://localhost/app/screenshots/${id}/embed`,
    },
    created_at: expect.stringMatching(/^\d{13}$/),
  });
});

test("Update screenshot configuration", async () => {
  const answer = await curl(
    `curl -X PATCH "https://api.pagepixels.com/screenshot_configs/:screenshot_configuration_id" \\
      -d scheduled_every=20 \\
      -d wait=5000 \\
      -d access_token="your-api-key"`,
    names,
  );
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    success: true,
    config: UPDATED_CONFIG,
  });
});

test("List all screenshot configurations", async () => {
  const answer = await curl(
    "https://api.pagepixels.com/screenshot_configs?access_token=your-api-key&page=1",
    names,
  );
  expect(answer.status).toBe(200);
  const mine = answer.body.screenshot_configurations.find(
    (row: { ids: { screenshot_config_id: string } }) => row.ids.screenshot_config_id === id,
  );
  expect(Object.keys(answer.body)).toEqual(["success", "screenshot_configurations"]);
  expect(mine).toEqual({
    config: UPDATED_CONFIG,
    ids: {
      last_job_id: names["last-job-id"],
      screenshot_config_id: id,
      embed_url: `http://localhost/app/screenshots/${id}/embed`,
    },
    created_at: expect.stringMatching(/^\d{13}$/),
  });
});

test("The embed URL shows the most recent screenshot without a key", async () => {
  const response = await embed(id);
  expect([response.status, response.headers.get("X-Job-Id")]).toEqual([200, names["last-job-id"]]);
  expect(await pixels(response, [])).toMatchObject({ format: "jpeg", width: 1920, height: 1000 });
});

test("Delete the screenshot configuration and its associated screenshots", async () => {
  const shot = await curl(
    "https://api.pagepixels.com/jobs/:job_id?access_token=your-api-key",
    names,
  );
  const answer = await curl(
    `curl -X DELETE "https://api.pagepixels.com/screenshot_configs/:screenshot_configuration_id" \\
      -d access_token="your-api-key"`,
    names,
  );
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    success: true,
    deleted: true,
    screenshot_configuration: UPDATED_CONFIG,
  });
  expect((await call(new URL(shot.body.screenshot.direct_link).pathname)).status).toBe(404);
  await eventually(async () => {
    const job = await curl(
      "https://api.pagepixels.com/jobs/:job_id?access_token=your-api-key",
      names,
    );
    expect(job).toMatchObject({ status: 404, body: { error_code: "screenshot_not_found" } });
  });
});
