import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { callJson, newAccount, site, snap, withQuery } from "../support/api";
import { contextsOf, lentPlaces, openSessions } from "../support/browser";

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

async function fail(url: string) {
  return callJson(withQuery("/snap", { url, access_token: key }));
}

describe("a page that cannot be captured", () => {
  afterEach(expectNothingLeft);

  test.each([
    ["has a name that does not resolve", "http://unresolved.example.com/", 400, "dns_error"],
    ["refuses the connection", inject("closedSite"), 400, "connection_failed"],
    ["resets the connection", `${site}/reset`, 400, "connection_failed"],
    ["never answers", `${site}/hang`, 408, "timeout"],
    ["is a download", `${site}/download`, 400, "unsupported_content"],
    ["speaks no TLS", site.replace("http:", "https:"), 400, "tls_error"],
  ])("since it %s", async (_, url, status, reason) => {
    const { body, ...answer } = await fail(url);
    expect(answer.status).toBe(status);
    expect(body).toEqual({
      success: false,
      error_code: "screenshot_failed",
      reason,
      note: expect.any(String),
      job_id: answer.headers.get("X-Job-Id"),
      request_id: expect.any(String),
    });
    const job = await callJson(withQuery(`/jobs/${body.job_id}`, { access_token: key }));
    expect(job).toMatchObject({ status: 200, body: { success: false, reason } });
  });

  test("is too large to be brought over, and the next capture works", async () => {
    const response = await snap(key, "/noise", {
      image_format: "png",
      page_height: 6_000,
    });
    expect(await response.json()).toMatchObject({ reason: "image_too_large" });
    expect((await snap(key, "/quarters", { ttl: 0 })).status).toBe(200);
  });

  test("gives its reservation back", async () => {
    const { results } = await env.DB.prepare("SELECT used FROM usage").all();
    const done = await env.DB.prepare("SELECT id FROM screenshots WHERE status = 'done'").all();
    expect(results).toEqual([{ used: done.results.length }]);
  });
});

describe("an address that is refused before any browser", () => {
  test.each([
    ["missing", undefined],
    ["empty", ""],
    ["a file", "file:///etc/passwd"],
    ["a script", "javascript:alert(1)"],
    ["of the service itself", "http://localhost/snap"],
  ])("is %s", async (_, url) => {
    const query = { access_token: key, ...(url === undefined ? {} : { url }) };
    const { status, body } = await callJson(withQuery("/snap", query));
    expect(status).toBe(400);
    expect(body).toMatchObject({ success: false, error_code: "missing_or_invalid_url" });
  });
});

test("a page that answers 404 is captured like any other", async () => {
  const response = await snap(key, "/status/404");
  expect(response.status).toBe(200);
  expect(response.headers.get("X-Target-Status")).toBe("404");
});

async function expectNothingLeft() {
  expect(await lentPlaces()).toBe(0);
  for (const session of await openSessions()) expect(await contextsOf(session)).toEqual([]);
}
