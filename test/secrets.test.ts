import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { hmacHex } from "../src/lib/hmac";
import { admin, call, callJson, newAccount, site, withQuery } from "./support/api";
import { createAndCapture, send } from "./support/configurations";
import { receivedBy, receiver } from "./support/deliveries";
import { eventually } from "./support/eventually";
import { failingDatabase } from "./support/faults";

/** All lines that the Worker writes to its log. */
function recordLog(): string[] {
  const lines: string[] = [];
  for (const level of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, level).mockImplementation((...parts: unknown[]) => {
      lines.push(parts.map(String).join(" "));
    });
  }
  return lines;
}

async function dumpDatabase(): Promise<string> {
  const tables = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
  ).all<{ name: string }>();
  const rows = await Promise.all(
    tables.results.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`).all()),
  );
  return JSON.stringify(rows.map(({ results }) => results));
}

async function dumpBucket(): Promise<string> {
  const { objects } = await env.BUCKET.list({ include: ["httpMetadata", "customMetadata"] });
  const bodies = await Promise.all(
    objects.map(async ({ key }) => (await env.BUCKET.get(key))?.text()),
  );
  return JSON.stringify([objects, bodies]);
}

test("a failed query is logged without its parameters", async () => {
  const log = recordLog();
  const { key } = await newAccount();
  const { path } = await createAndCapture(key, "/quarters");
  const body = new URLSearchParams({
    access_token: key,
    headers: "X-Secret-Header: header-secret",
    cookies: "session=cookie-secret",
  });
  const DB = failingDatabase(/^update .?configurations/i);
  const { status } = await callJson(path, { method: "PATCH", body }, { DB });
  vi.restoreAllMocks();
  expect(status).toBe(500);
  const written = log.join("\n");
  expect(written).toContain("D1 is out of order");
  expect(written).not.toMatch(/params|header-secret|cookie-secret/);
});

test("no key is found in the database, the bucket or the log after all kinds of requests", async () => {
  const log = recordLog();
  const account = await newAccount();
  const { private_api_key, publishable_key, secret_token, webhook_secret } = account.keys;
  const small = { page_width: 40, page_height: 30 };
  const url = `${site}/visits/secrets?from=16`;

  const change = {
    type: "change",
    selector: "#count",
    send_to: "webhook",
    url: receiver("secrets", "500"),
  };
  const created = await createAndCapture(private_api_key, "/visits/secrets?from=16", {
    multi_step_actions: JSON.stringify([change]),
    headers: "X-Secret-Header: header-secret",
    cookies: "session=cookie-secret",
  });
  await send("POST", `${created.path}/capture`, private_api_key);
  await eventually(async () => expect(await receivedBy("secrets")).not.toEqual([]));

  const hash_key = hmacHex("sha1", secret_token, url);
  await call(withQuery("/snap", { url, access_token: publishable_key, hash_key, ...small }));
  await call(withQuery("/snap", { url: `${site}/reset`, access_token: private_api_key, ...small }));
  await call(
    withQuery("/snap", {
      url: `http://user:${private_api_key}@localhost/`,
      access_token: private_api_key,
    }),
  );
  await call(withQuery("/nowhere", { access_token: private_api_key }));
  await send("PATCH", created.path, private_api_key, { page_width: private_api_key });
  await send("POST", "/webhooks/test", private_api_key, { url: receiver("secrets", "200") });
  const rotated = await callJson(`/admin/accounts/${account.id}/keys`, {
    method: "POST",
    headers: admin,
  });
  const written = `${log.join("\n")}${await dumpDatabase()}${await dumpBucket()}`;
  vi.restoreAllMocks();
  expect(log.length).toBeGreaterThan(10);
  const secrets = [
    ...[private_api_key, publishable_key, secret_token, webhook_secret, hash_key],
    ...Object.values<string>(rotated.body.keys),
    ...[env.ADMIN_TOKEN, env.ENCRYPTION_KEY],
  ];
  for (const secret of secrets) expect(written.includes(secret), secret.slice(0, 6)).toBe(false);
  for (const secret of ["header-secret", "cookie-secret"])
    expect(log.join("\n")).not.toContain(secret);
});
