import { afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { callJson, newAccount, site, snap, withQuery } from "../support/api";
import { contextsOf, openLeases, openSessions } from "../support/browser";
import { reservedBy } from "../support/schedules";

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

async function fail(url: string) {
  return callJson(withQuery("/snap", { url, access_token: key }));
}

/** 28 seconds for the page, and some for a slow machine to close it. */
const DEADLINE_MS = 33_000;

describe("a page that cannot be captured", () => {
  afterEach(expectNothingLeft);

  test.each([
    ["has a name that does not resolve", "http://unresolved.example.com/", 400, "dns_error"],
    ["refuses the connection", inject("closedSite"), 400, "connection_failed"],
    ["resets the connection", `${site}/reset`, 400, "connection_failed"],
    ["never answers", `${site}/hang`, 408, "timeout"],
    ["is a download", `${site}/download`, 400, "unsupported_content"],
    ["speaks no TLS", site.replace("http:", "https:"), 400, "tls_error"],
  ])("because it %s", async (_, url, status, reason) => {
    const startedAt = Date.now();
    const { body, ...answer } = await fail(url);
    expect(Date.now() - startedAt).toBeLessThan(DEADLINE_MS);
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

  test("with a too large image fails, and the next capture works", async () => {
    const startedAt = Date.now();
    const response = await snap(key, "/noise", {
      image_format: "png",
      page_width: 1_920,
      page_height: 6_000,
    });
    expect(await response.json()).toMatchObject({ reason: "image_too_large" });
    expect(Date.now() - startedAt).toBeLessThan(25_000);
    expect((await snap(key, "/quarters", { ttl: 0 })).status).toBe(200);
  });

  test("releases its reservation", async () => {
    const account = await newAccount();
    await snap(account.key, "/reset");
    await snap(account.key, "/status/200");
    expect(await reservedBy(account.id)).toBe(1);
  });
});

describe("a URL that is refused without a browser", () => {
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

test("a page with status 404 is captured", async () => {
  const response = await snap(key, "/status/404");
  expect(response.status).toBe(200);
  expect(response.headers.get("X-Target-Status")).toBe("404");
});

async function expectNothingLeft() {
  expect(await openLeases()).toBe(0);
  for (const session of await openSessions()) expect(await contextsOf(session)).toEqual([]);
}
