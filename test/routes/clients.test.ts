import { beforeAll, describe, expect, test } from "vitest";
import { callJson, newAccount, site } from "../support/api";
import { closed } from "../support/configurations";

// Requests as the published clients of this API send them: a Bearer key, JSON bodies (an empty object without
// parameters), json=true in the query string beside a JSON body, and parameters that only the clients know.

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

async function send(method: string, path: string, body?: object) {
  return callJson(path, {
    method,
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

const PAGE = {
  url: `${site}/status/200`,
  page_width: 64,
  page_height: 48,
  scheduled_screenshot: false,
  mcp: true,
};

describe("a client", () => {
  test("snaps with json=true in the query beside a JSON body", async () => {
    const { status, headers, body } = await send("POST", "/snap?json=true", {
      ...PAGE,
      fullpage: true,
      no_ads: true,
      wait: 1,
      headers: [{ key: "X-A", value: "b" }],
    });
    expect({ status, ...body }).toMatchObject({ status: 200, success: true, cached: false });
    expect(headers.get("X-Ignored-Options")).toBe("scheduled_screenshot, mcp");
  });

  test("snaps by GET with the key in URL and header", async () => {
    const query = new URLSearchParams({ url: PAGE.url, access_token: key, json: "true" });
    expect((await send("GET", `/snap?${query}`)).body.success).toBe(true);
  });

  test("creates, reads, lists, changes, captures and deletes with JSON bodies", async () => {
    const created = (await send("POST", "/screenshot_configs", PAGE)).body;
    expect(created).toMatchObject({ success: true, job_id: expect.any(String) });
    const path = `/screenshot_configs/${created.screenshot_configuration_id}`;
    await closed(key, created.job_id);

    expect((await send("GET", path)).body.config).toMatchObject({ url: PAGE.url, page_width: 64 });
    expect((await send("GET", "/screenshot_configs?page=1&limit=10")).body.success).toBe(true);
    expect((await send("PATCH", path, { wait: 10, quality: null })).body.config.wait).toBe(10);
    const again = (await send("POST", `${path}/capture`, {})).body;
    expect(again).toMatchObject({ success: true, job_id: expect.any(String) });
    await closed(key, again.job_id);

    expect((await send("GET", `${path}/screenshots?order=asc`)).body.screenshots).toHaveLength(2);
    expect((await send("GET", `${path}/change_notifications`)).body.change_notifications).toEqual(
      [],
    );
    expect((await send("GET", "/screenshot_configs/change_notifications")).body.success).toBe(true);
    expect((await send("GET", "/screenshots?limit=1")).body.screenshots).toHaveLength(1);
    expect((await send("DELETE", path, {})).body).toMatchObject({ success: true, deleted: true });
    expect((await send("GET", path)).status).toBe(404);
  });

  test("that polls a job gets only 2xx, so it does not throw", async () => {
    const { job_id } = (await send("POST", "/screenshot_configs", PAGE)).body;
    const first = await send("GET", `/jobs/${job_id}`);
    expect([200, 202]).toContain(first.status);
    expect((await closed(key, job_id)).success).toBe(true);
  });
});
