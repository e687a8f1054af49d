import { beforeAll, describe, expect, test } from "vitest";
import { call, callJson, pixels, withQuery } from "../support/api";
import { closed, create, done, open } from "../support/configurations";
import { curl, shapeOf } from "../support/curl";
import {
  ARCHIVED,
  captureAgain,
  createEvery10Minutes,
  expectSample,
  newSpecificationAccount,
  ROVER,
  WIKIPEDIA,
} from "../support/specification";

let key: string;
let names: Record<string, string>;
let id: string;
let jobId: string;
let lastJobId: string;

/** A snap, then two screenshots of one configuration. */
beforeAll(async () => {
  ({ key, names } = await newSpecificationAccount());
  await call(withQuery("/snap", { url: ROVER, access_token: key }));
  ({ id, jobId } = await createEvery10Minutes(names));
  await done(key, jobId);
  const { body } = await captureAgain(names);
  lastJobId = body.job_id;
  await done(key, lastJobId);
});

describe("Check a screenshot's current status", () => {
  test("of one that is done", async () => {
    const answer = await curl(
      "https://api.pagepixels.com/jobs/:job_id?access_token=your-api-key",
      names,
    );
    expectSample(answer, {
      success: true,
      screenshot: ARCHIVED,
      capture: {
        target_status: 200,
        final_url: WIKIPEDIA,
        timings: { queue: 1, navigate: 2, capture: 3, store: 4 },
      },
    });
    expect(answer.body.capture).toMatchObject({ target_status: 200, final_url: ROVER });
  });

  test("of one in progress, and of one that failed", async () => {
    const behindGate = await create(key, "/gate/status");
    const answer = await callJson(withQuery(`/jobs/${behindGate.jobId}`, { access_token: key }));
    expect([answer.status, answer.headers.get("Retry-After")]).toEqual([202, "1"]);
    expect(answer.body).toMatchObject({
      success: false,
      error_code: "screenshot_capturing_in_progress",
      job_id: behindGate.jobId,
    });
    await open("status");
    const failing = await create(key, "/reset");
    expect(await closed(key, failing.jobId)).toEqual({
      success: false,
      error_code: "screenshot_failed",
      reason: "connection_failed",
      note: expect.any(String),
      job_id: failing.jobId,
      request_id: expect.any(String),
    });
  });

  test("its links lead to the image and to the thumbnail", async () => {
    const { body } = await curl(
      "https://api.pagepixels.com/jobs/:job_id?access_token=your-api-key",
      names,
    );
    const { direct_link, direct_thumbnail_link } = body.screenshot;
    const [image, thumbnail] = await Promise.all(
      [direct_link, direct_thumbnail_link].map((link) => call(new URL(link).pathname)),
    );
    expect(await pixels(image as Response, [])).toMatchObject({ width: 1920, height: 1000 });
    expect(await pixels(thumbnail as Response, [])).toMatchObject({ width: 320, height: 167 });
  });
});

test("Get all screenshots from a configuration", async () => {
  const answer = await curl(
    "https://api.pagepixels.com/screenshot_configs/:screenshot_configuration_id/screenshots?access_token=your-api-key&page=1",
    names,
  );
  expectSample(answer, { success: true, screenshots: [ARCHIVED, ARCHIVED] });
  expect(answer.body.screenshots).toMatchObject([{ job_id: lastJobId }, { job_id: jobId }]);
});

test("List all screenshots in the account, snaps included", async () => {
  const answer = await curl(
    "https://api.pagepixels.com/screenshots?access_token=your-api-key&page=1",
    names,
  );
  expect(answer.status).toBe(200);
  const shapes = answer.body.screenshots.map(shapeOf);
  const sample = shapeOf({ ...ARCHIVED, screenshot_configuration_id: "" });
  expect(shapes).toEqual(shapes.map(() => sample));
  const owners = answer.body.screenshots.map(
    (shot: { screenshot_configuration_id: string }) => shot.screenshot_configuration_id,
  );
  expect(owners.filter((owner: string) => owner === id)).toHaveLength(2);
  expect(owners.at(-1)).toBe("");
});
