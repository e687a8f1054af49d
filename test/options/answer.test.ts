import { describe, expect, inject, test } from "vitest";
import { call, site } from "../support/api";
import { create, done, embed } from "../support/configurations";
import { at, page, redirect } from "../support/pages";
import { newCamera } from "../support/shots";

const camera = await newCamera();

/** The status and the URL of the captured page. The response and the job have the same. */
async function captured(address: string, options = {}) {
  const answer = await camera.take(address, options);
  const { capture } = await camera.jobOf(answer);
  expect(answer.headers.get("X-Target-Status")).toBe(String(capture.target_status));
  expect(answer.headers.get("X-Final-Url")).toBe(capture.final_url);
  return [capture.target_status, capture.final_url];
}

describe.concurrent("X-Target-Status and X-Final-Url are those of the captured page", () => {
  test.each([200, 404, 500])("with status %i", async (status) => {
    const url = `${site}/status/${status}`;
    expect(await captured(url)).toEqual([status, url]);
  });

  test("after redirects to another host", async () => {
    const end = at("other.example.org", "/status/418");
    expect(await captured(redirect(301, redirect(302, end)))).toEqual([418, end]);
  });

  test.each([
    ["a script", `<script>location.replace("/status/418")</script>`],
    ["a refresh", `<meta http-equiv="refresh" content="0; url=/status/418">`],
  ])("after a navigation by %s", async (_, html) => {
    expect(await captured(page(html))).toEqual([418, `${site}/status/418`]);
  });

  test("after a navigation by js_inject", async () => {
    const options = { js_inject: 'location.href = "/status/418"' };
    expect(await captured("/quarters?injected", options)).toEqual([418, `${site}/status/418`]);
  });

  test("where a script only changed the URL", async () => {
    const html = `<script>history.replaceState(null, "", "/elsewhere#part")</script>`;
    expect(await captured(page(html))).toEqual([200, `${site}/elsewhere#part`]);
  });

  test("with its fragment", async () => {
    expect(await captured("/quarters#part")).toEqual([200, `${site}/quarters#part`]);
  });
});

test.concurrent.each([
  {},
  { wait_for: "#never" },
  { selectors: "#never" },
  { multi_step_actions: [{ type: "click", selector: "#never" }] },
])(
  "a page that navigates to a closed port fails as connection_failed, with %j",
  async (options) => {
    const address = page(`<script>location.replace("${inject("closedSite")}")</script>`);
    expect((await camera.failure(address, options)).reason).toBe("connection_failed");
  },
);

test.concurrent("the answer with links has the same headers as the image", async () => {
  const image = await camera.take("/status/404?links");
  const links = await camera.take("/status/404?links", { json: true });
  for (const name of ["X-Target-Status", "X-Final-Url", "Server-Timing", "X-Job-Id"]) {
    expect(links.headers.get(name)).toBe(image.headers.get(name));
  }
  expect(links.headers.get("X-Cache")).toBe("HIT");
});

test.concurrent("the URL of a page is not in the headers of its public image", async () => {
  const { id, jobId } = await create(camera.key, "/status/200?token=s3cret");
  const { screenshot } = await done(camera.key, jobId);
  const shown = [await embed(id), await call(new URL(screenshot.direct_link).pathname)];
  for (const { status, headers } of shown) {
    expect(status).toBe(200);
    expect(JSON.stringify([...headers])).not.toContain("s3cret");
  }
});

test.concurrent("Server-Timing and the job have the same times", async () => {
  const answer = await camera.take("/status/200?timed");
  const { capture } = await camera.jobOf(answer);
  const { queue, navigate, capture: shot, store } = capture.timings;
  expect(answer.headers.get("Server-Timing")).toBe(
    `queue;dur=${queue}, navigate;dur=${navigate}, capture;dur=${shot}, store;dur=${store}`,
  );
});

test.concurrent("the time of navigate includes the wait", async () => {
  const answer = await camera.take("/status/200?waited", { wait: 1_000 });
  const { timings } = (await camera.jobOf(answer)).capture;
  expect(timings.navigate).toBeGreaterThanOrEqual(1_000);
});

test.concurrent("an answer from the cache has the same headers", async () => {
  const first = await camera.take("/status/404?again");
  const second = await camera.take("/status/404?again");
  expect(second.headers.get("X-Cache")).toBe("HIT");
  for (const name of ["X-Target-Status", "Server-Timing", "X-Job-Id"]) {
    expect(second.headers.get(name)).toBe(first.headers.get(name));
  }
});

test.concurrent("a failed job has no status of a page", async () => {
  const failed = await camera.take("/quarters", { selectors: "#nothing-here" });
  expect(failed.headers.get("X-Target-Status")).toBeNull();
  const job = await call(`/jobs/${failed.headers.get("X-Job-Id")}?access_token=${camera.key}`);
  expect(await job.json()).toMatchObject({ success: false, reason: "selector_not_found" });
});
