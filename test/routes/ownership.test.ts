import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { call, newAccount } from "../support/api";
import { createAndCapture, read } from "../support/configurations";
import { insertChange } from "../support/rows";

let owner: { key: string; path: string; ids: Record<Kind, string> };
let stranger: string;

type Kind = "configuration" | "job" | "notification";
const UNKNOWN: Record<Kind, string> = {
  configuration: crypto.randomUUID(),
  job: "0".repeat(24),
  notification: "0".repeat(40),
};

beforeAll(async () => {
  const account = await newAccount();
  const { id, jobId, path } = await createAndCapture(account.key, "/quarters");
  await insertChange({ accountId: account.id, configurationId: id });
  const notification = await env.DB.prepare(
    "SELECT id FROM notifications WHERE configuration_id = ?",
  )
    .bind(id)
    .first<string>("id");
  const ids = { configuration: id, job: jobId, notification: notification ?? "" };
  owner = { key: account.key, path, ids };
  stranger = (await newAccount()).key;
});

describe("another account's id gets the same bytes as an unknown id", () => {
  test.each<[kind: Kind, method: string, path: (id: string) => string, body?: object]>([
    ["configuration", "GET", (id) => `/screenshot_configs/${id}`],
    ["configuration", "HEAD", (id) => `/screenshot_configs/${id}`],
    ["configuration", "PATCH", (id) => `/screenshot_configs/${id}`, { quality: 1 }],
    ["configuration", "PATCH", (id) => `/screenshot_configs/${id}`, { quality: "no number" }],
    ["configuration", "PATCH", (id) => `/screenshot_configs/${id}`, { url: "" }],
    ["configuration", "DELETE", (id) => `/screenshot_configs/${id}`],
    ["configuration", "POST", (id) => `/screenshot_configs/${id}/capture`],
    ["configuration", "GET", (id) => `/screenshot_configs/${id}/screenshots`],
    ["configuration", "GET", (id) => `/screenshot_configs/${id}/screenshots?page=0`],
    ["configuration", "GET", (id) => `/screenshot_configs/${id}/change_notifications`],
    ["job", "GET", (id) => `/jobs/${id}`],
    ["notification", "GET", (id) => `/change_notifications/${id}/deliveries`],
    ["notification", "POST", (id) => `/change_notifications/${id}/redeliver`],
  ])("%s: %s %s %j", async (kind, method, path, body) => {
    const [foreign, unknown] = [await ask(owner.ids[kind]), await ask(UNKNOWN[kind])];
    expect(foreign).toEqual(unknown);
    expect(foreign.status).toBe(404);

    async function ask(id: string) {
      const response = await call(path(id), {
        method,
        headers: { Authorization: `Bearer ${stranger}`, "Content-Type": "application/json" },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const requestId = response.headers.get("X-Request-Id") ?? "";
      const masked = (text: string) => text.replaceAll(requestId, "<request id>");
      return {
        status: response.status,
        headers: [...response.headers].map(([name, value]) => [name, masked(value)]),
        text: masked(await response.text()),
      };
    }
  });

  test("and its resource does not change", async () => {
    const { body } = await read(owner.path, owner.key);
    expect(body.ids).toMatchObject({ last_job_id: owner.ids.job });
    expect(body.config).not.toHaveProperty("quality");
    expect((await read(`/jobs/${owner.ids.job}`, owner.key)).body.success).toBe(true);
    const path = `/change_notifications/${owner.ids.notification}/deliveries`;
    expect((await read(path, owner.key)).body.delivery).toMatchObject({ attempts: 1 });
  });
});

describe("a list has no records of another account", () => {
  test.each([
    ["/screenshot_configs", "screenshot_configurations"],
    ["/screenshots", "screenshots"],
    ["/change_notifications", "change_notifications"],
  ])("%s", async (path, name) => {
    expect((await read(path, owner.key)).body[name]).toHaveLength(1);
    expect((await read(path, stranger)).body).toEqual({ success: true, [name]: [] });
  });
});
