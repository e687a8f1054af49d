import { beforeAll, describe, expect, inject, test } from "vitest";
import { admin, call, newAccount, site, withQuery } from "../support/api";
import { create, done, SMALL } from "../support/configurations";
import { newDelivery } from "../support/deliveries";
import { insertConfiguration, insertShot, storeShot } from "../support/rows";
import { operationOf, problemOf, resolved } from "./reading";

/** Values of the variables in the paths below. */
const names: Record<string, string> = { lost: "00000000-0000-4000-8000-00000000dead" };
const keys: Record<string, string> = { operator: admin.Authorization };

beforeAll(async () => {
  const account = await newAccount();
  const accountId = account.id;
  const configuration = await insertConfiguration({ accountId });
  const shot = await storeShot({ accountId, configurationId: configuration.id });
  const failure = { failureReason: "dns_error", failureNote: "The host name was not found." };
  const running = await insertShot({ accountId, status: "in_progress" });
  const failed = await insertShot({ accountId, status: "failed", ...failure });
  const change = await newDelivery(configuration, `${site}/receiver/openapi?answers=200`, 0);
  Object.assign(names, { account: accountId, configuration: configuration.id, change });
  Object.assign(names, { job: shot.id, running: running.id, failed: failed.id });
  Object.assign(names, { image: shot.imageKey, etag: shot.etag });
  keys["private"] = `Bearer ${account.key}`;
  keys["publishable"] = `Bearer ${account.keys.publishable_key}`;
  keys["poor"] = `Bearer ${(await newAccount({ monthly_screenshots: 0 })).key}`;
});

interface Sent {
  /** The name of the key. */
  as?: string;
  /** A JSON body. */
  body?: object;
  raw?: { type: string; body: string };
  headers?: Record<string, string>;
}

/** Sends a request; returns the status, and the first undocumented part of the answer or null. */
async function ask(method: string, path: string, { as, body, raw, headers }: Sent = {}) {
  const address = path.replace(/:(\w+)/g, (whole, name) => names[name] ?? whole);
  const content = raw ?? (body && { type: "application/json", body: JSON.stringify(body) });
  const answer = await call(address, {
    method,
    headers: {
      ...(as ? { Authorization: keys[as] ?? as } : {}),
      ...(content ? { "Content-Type": content.type } : {}),
      ...headers,
    },
    ...(content ? { body: content.body } : {}),
  });
  return [answer.status, await undocumented(operationOf(method, address), answer)];
}

const OURS = /^(x-(?!content)|etag|retry-after|allow|server-timing|location|last-modified)/;

async function undocumented(operation: ReturnType<typeof operationOf>, answer: Response) {
  const response = resolved(operation.responses[answer.status]);
  if (!response) return "the status is not documented";
  const named = Object.keys(response.headers).map((name) => name.toLowerCase());
  const unnamed = [...answer.headers.keys()].filter((h) => OURS.test(h) && !named.includes(h));
  if (unnamed.length > 0) return `the headers ${unnamed} are not documented`;
  const type = answer.headers.get("Content-Type")?.split(";")[0] ?? "";
  const media = response.content?.[type];
  if (type !== "" && !media) return `the type ${type} is not documented`;
  return type === "application/json" ? problemOf(media.schema, await answer.json()) : null;
}

describe("a real answer is documented", () => {
  test.each<[status: number, method: string, path: string, sent?: Sent]>([
    [200, "GET", "/screenshot_configs", { as: "private" }],
    [200, "GET", "/screenshot_configs/:configuration", { as: "private" }],
    [200, "PATCH", "/screenshot_configs/:configuration", { as: "private", body: { wait: 5 } }],
    [200, "GET", "/screenshot_configs/:configuration/screenshots", { as: "private" }],
    [200, "GET", "/screenshot_configs/:configuration/change_notifications", { as: "private" }],
    [200, "GET", "/screenshot_configs/change_notifications", { as: "private" }],
    [200, "GET", "/change_notifications", { as: "private" }],
    [200, "GET", "/change_notifications/:change/deliveries", { as: "private" }],
    [200, "POST", "/change_notifications/:change/redeliver", { as: "private" }],
    [200, "POST", "/webhooks/test", { as: "private", body: { url: `${site}/webhook` } }],
    [200, "GET", "/screenshots", { as: "private" }],
    [200, "GET", "/jobs/:job", { as: "private" }],
    [200, "GET", "/jobs/:failed", { as: "private" }],
    [202, "GET", "/jobs/:running", { as: "private" }],
    [200, "GET", "/account_limits", { as: "private" }],
    [200, "GET", "/app/screenshots/:configuration/embed"],
    [200, "GET", "/images/:image"],
    [200, "GET", "/placeholder.png"],
    [200, "GET", "/healthz"],
    [200, "GET", "/openapi.json"],
    [200, "GET", "/docs"],
    [
      201,
      "POST",
      "/admin/accounts",
      { as: "operator", body: { name: "a", monthly_screenshots: 1 } },
    ],
    [200, "GET", "/admin/accounts", { as: "operator" }],
    [200, "GET", "/admin/accounts/:account", { as: "operator" }],
    [200, "PATCH", "/admin/accounts/:account", { as: "operator", body: { name: "b" } }],
    [304, "GET", "/images/:image", { headers: { "If-None-Match": "*" } }],
    [400, "GET", "/screenshots?limit=0", { as: "private" }],
    [400, "GET", "/snap", { as: "private" }],
    [400, "GET", "/snap?url=https://example.com&quality=200", { as: "private" }],
    [
      400,
      "POST",
      "/screenshot_configs",
      { as: "private", raw: { type: "application/json", body: "{" } },
    ],
    [400, "POST", "/webhooks/test", { as: "private", body: {} }],
    [400, "POST", "/admin/accounts", { as: "operator", body: {} }],
    [401, "GET", "/snap?url=https://example.com"],
    [401, "GET", "/screenshots", { as: "Bearer unknown" }],
    [401, "GET", "/admin/accounts"],
    [403, "GET", "/screenshots", { as: "publishable" }],
    [403, "GET", "/snap?url=https://example.com", { as: "publishable" }],
    [403, "POST", "/snap", { as: "publishable", body: { url: "https://example.com" } }],
    [403, "GET", "/snap?url=https://example.com", { as: "poor" }],
    [404, "GET", "/screenshot_configs/:lost", { as: "private" }],
    [404, "GET", "/jobs/:lost", { as: "private" }],
    [404, "GET", "/change_notifications/:lost/deliveries", { as: "private" }],
    [404, "GET", "/app/screenshots/:lost/embed"],
    [404, "GET", "/images/:lost/:lost"],
    [404, "GET", "/admin/accounts/:lost", { as: "operator" }],
    [413, "POST", "/snap", { as: "private", body: { css_inject: "a".repeat(1_100_000) } }],
    [415, "POST", "/snap", { as: "private", raw: { type: "text/plain", body: "a" } }],
  ])("%i of %s %s", async (status, method, path, sent) => {
    expect(await ask(method, path, sent)).toEqual([status, null]);
  });

  test("405 of DELETE /screenshots", async () => {
    const answer = await call("/screenshots", { method: "DELETE" });
    expect(answer.status).toBe(405);
    expect(await undocumented(operationOf("GET", "/screenshots"), answer)).toBeNull();
  });

  test.each([
    [200, "GET", {}],
    [200, "GET", { json: true, mcp: 1 }],
    [200, "POST", { image_format: "png", microsoft: 1 }],
    [400, "POST", { url: `${inject("closedSite")}/` }],
  ])("%i of %s /snap with %j", async (status, method, more) => {
    const options = { url: `${site}/quarters`, ...SMALL, ...more };
    const answer =
      method === "GET"
        ? await ask("GET", withQuery("/snap", options), { as: "private" })
        : await ask("POST", "/snap", { as: "private", body: options });
    expect(answer).toEqual([status, null]);
  });

  test("200 of all steps of a configuration", async () => {
    const as = "private";
    const key = keys[as]?.slice("Bearer ".length) ?? "";
    const body = { url: `${site}/quarters`, ...SMALL };
    expect(await ask("POST", "/screenshot_configs", { as, body })).toEqual([200, null]);
    const { path, jobId } = await create(key, "/quarters");
    await done(key, jobId);
    expect(await ask("POST", `${path}/capture`, { as })).toEqual([200, null]);
    expect(await ask("DELETE", path, { as })).toEqual([200, null]);
  });
});
