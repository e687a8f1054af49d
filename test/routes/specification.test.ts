import { beforeAll, describe, expect, test } from "vitest";
import { call, callJson, newAccount, pixels, site, withQuery } from "../support/api";
import { closed, create, done, embed, open, sendJson } from "../support/configurations";
import { curl, shapeOf } from "../support/curl";
import { eventually } from "../support/eventually";

// The specification's page from top to bottom, with the commands and samples printed there.

const WIKIPEDIA = "https://en.wikipedia.org/wiki/Perseverance_(rover)";
const ROVER = `${site}/wiki/Perseverance_(rover)`;

let key: string;
let id: string;
let jobId: string;
let names: Record<string, string>;

beforeAll(async () => {
  ({ key } = await newAccount());
  names = {
    "https://en.wikipedia.org": site,
    "https://wikipedia.org/": `${site}/wiki/Main_Page`,
    "https://example.com/webhook": `${site}/webhook`,
    "your-api-key": key,
  };
});

/** An answer of 200 with exactly the keys and types of the sample. */
function expectSample(answer: { status: number; body: unknown }, sample: unknown): void {
  expect(answer.status).toBe(200);
  expect(shapeOf(answer.body)).toEqual(shapeOf(sample));
}

const CREATED = {
  success: true,
  screenshot_configuration_id: "screenshot_configuration_id",
  embed_url: "http://api.pagepixels.com:3001/app/screenshots/:screenshot_configuration_id/embed",
  job_id: "job_id",
};

const ARCHIVED = {
  direct_link:
    "https://cdn.pagepixels.com/623226b5-43b3-4e99-a382-cac25759859d/c26d4f2a345a61-1618719664239.jpg",
  direct_thumbnail_link:
    "https://cdn.pagepixels.com/623226b5-43b3-4e99-a382-cac25759859d/thumb_c26d4f2a345a61-1618719664239.jpg",
  taken_at_timestamp: 1618719668,
  job_id: "e04f919c15e14af4b32d8f6a",
};

describe("Quick Snaps", () => {
  test("the screenshot itself is the result", async () => {
    const response = await call(withQuery("/snap", { url: ROVER, access_token: key }));
    expect(response.status).toBe(200);
    expect(await pixels(response, [])).toEqual({
      format: "jpeg",
      width: 1920,
      height: 1000,
      colours: [],
    });
  });

  test("json=true gives links instead", async () => {
    const query = { url: ROVER, access_token: key, json: true };
    expectSample(await callJson(withQuery("/snap", query)), {
      success: true,
      ...ARCHIVED,
      screenshot_configuration_id: "",
      taken_at: "2021-04-18T04:21:08.000Z",
      cached: true,
    });
  });

  test("with a ttl the saved version is delivered", async () => {
    const response = await call(withQuery("/snap", { ttl: 600, url: ROVER, access_token: key }));
    expect([response.status, response.headers.get("X-Cache")]).toEqual([200, "HIT"]);
  });
});

describe("Multi-Step Screenshots and Change Notifications", () => {
  test("the search on wikipedia.org is created and captured", async () => {
    const answer = await curl(
      `curl -X POST "https://api.pagepixels.com/screenshot_configs" \\
        -d url="https://wikipedia.org/" \\
        -d multi_step_actions='[{"type": "text_field", "selector": "#searchInput", "value": "perseverance rover"}, {"type": "click", "selector": "#search-form button"}]' \\
        -d access_token="your-api-key"`,
      names,
    );
    expectSample(answer, CREATED);
    const { capture } = await done(key, answer.body.job_id);
    expect(capture.final_url).toBe(`${site}/echoed?search=perseverance+rover`);
  });

  test("the watch on the number of flights is created and captured", async () => {
    const answer = await curl(
      `curl -X POST "https://api.pagepixels.com/screenshot_configs" \\
        -d url="https://en.wikipedia.org/wiki/Ingenuity_(helicopter)" \\
        -d scheduled_screenshot=true \\
        -d scheduled_every=10 \\
        -d scheduled_interval="minutes" \\
        -d multi_step_actions='[{"type": "change", "selector": "#mw-content-text > div.mw-parser-output > table.infobox > tbody > tr:nth-child(24) > td", "send_to": "webhook", "url": "https://example.com/webhook"}]' \\
        -d access_token="your-api-key"`,
      names,
    );
    expectSample(answer, CREATED);
    await done(key, answer.body.job_id);
    names[":watching_id"] = answer.body.screenshot_configuration_id;
  });

  test("a change is listed, for the configuration and for the account", async () => {
    const capture = `/screenshot_configs/${names[":watching_id"]}/capture`;
    const { body } = await sendJson("POST", capture, key, {});
    await done(key, body.job_id);
    const answers = await Promise.all([
      curl(
        "https://api.pagepixels.com/screenshot_configs/:watching_id/change_notifications?access_token=your-api-key&page=1",
        names,
      ),
      curl(
        "https://api.pagepixels.com/change_notifications?access_token=your-api-key&page=1",
        names,
      ),
    ]);
    for (const answer of answers) {
      const [notification] = answer.body.change_notifications;
      expect(notification).toMatchObject({ previous_value: "1", retrieved_value: "2" });
      // Beyond the sample: what became of the webhook.
      delete notification.delivery;
      expectSample(answer, {
        success: true,
        change_notifications: [
          {
            id: "da4b9237bacccdf19c0760cab7aec4a8359010b0",
            screenshot_configuration_id: "827b7f5d-da55-44aa-a2d5-236b75cb1a14",
            previous_value: "18",
            retrieved_value: "19",
            config: {
              type: "change",
              selector: "#some-selector",
              send_to: "webhook",
              url: "http://example.com/webhook",
            },
            sent_at: "1632624177263",
          },
        ],
      });
    }
  });
});

describe("Create a scheduled screenshot", () => {
  test("every 10 minutes", async () => {
    const answer = await curl(
      `curl -X POST "https://api.pagepixels.com/screenshot_configs" \\
        -d scheduled_screenshot=true \\
        -d scheduled_every=10 \\
        -d scheduled_interval="minutes" \\
        -d url="${WIKIPEDIA}" \\
        -d access_token="your-api-key"`,
      names,
    );
    expectSample(answer, CREATED);
    id = answer.body.screenshot_configuration_id;
    jobId = answer.body.job_id;
    names[":screenshot_configuration_id"] = id;
    names[":screenshot_config_id"] = id;
    names[":job_id"] = jobId;
  });

  test("the configuration's id is a UUID v4, the job's 24 hex", () => {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(jobId).toMatch(/^[0-9a-f]{24}$/);
  });

  test("with everything in the URL", async () => {
    const query = { url: ROVER, access_token: key, page_width: 100, page_height: 100 };
    const answer = await callJson(withQuery("/screenshot_configs", query), { method: "POST" });
    expectSample(answer, CREATED);
    await done(key, answer.body.job_id);
  });

  test("from JSON, in its own types", async () => {
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

test("Capture the next screenshot", async () => {
  await done(key, jobId);
  const answer = await curl(
    `curl -X POST "https://api.pagepixels.com/screenshot_configs/:screenshot_configuration_id/capture" \\
      -d access_token="your-api-key"`,
    names,
  );
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
    config: {
      url: ROVER,
      scheduled_screenshot: true,
      scheduled_every: 10,
      scheduled_interval: "minutes",
    },
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
    config: {
      url: ROVER,
      wait: "5000",
      scheduled_screenshot: true,
      scheduled_every: 20,
      scheduled_interval: "minutes",
    },
  });
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
  expect(answer.body.screenshots).toMatchObject([
    { job_id: names["last-job-id"] },
    { job_id: jobId },
  ]);
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
    config: {
      url: ROVER,
      wait: "5000",
      scheduled_screenshot: true,
      scheduled_every: 20,
      scheduled_interval: "minutes",
    },
    ids: {
      last_job_id: names["last-job-id"],
      screenshot_config_id: id,
      embed_url: `http://localhost/app/screenshots/${id}/embed`,
    },
    created_at: expect.stringMatching(/^\d{13}$/),
  });
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
    screenshot_configuration: {
      url: ROVER,
      wait: "5000",
      scheduled_screenshot: true,
      scheduled_every: 20,
      scheduled_interval: "minutes",
    },
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
