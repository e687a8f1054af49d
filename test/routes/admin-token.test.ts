import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { app } from "../../src/app";
import { DEVELOPMENT_SECRETS } from "../../src/lib/deployment-secrets";
import { call, callJson, newAccount } from "../support/api";

describe("an admin route accepts only the admin token", () => {
  const ROUTES = [
    "GET /admin/accounts",
    "POST /admin/accounts",
    "GET /admin/accounts/a",
    "PATCH /admin/accounts/a",
    "DELETE /admin/accounts/a",
    "POST /admin/accounts/a/keys",
    "GET /admin/browser_sessions",
  ];
  const token = env.ADMIN_TOKEN;

  test.each(ROUTES)("%s", async (route) => {
    const [method = "", path = ""] = route.split(" ");
    const { key } = await newAccount();
    const wrong = [
      "",
      "Bearer",
      "Bearer ",
      `Bearer ${key}`,
      `Basic ${btoa(`admin:${token}`)}`,
      token,
    ];
    const nearly = [
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      `Bearer ${token.toUpperCase()}`,
    ];
    for (const Authorization of [...wrong, ...nearly]) {
      const answer = await callJson(path, { method, headers: { Authorization } });
      expect([answer.status, answer.body.error_code]).toEqual([401, "invalid_access_token"]);
    }
  });

  test.each(ROUTES)("%s, not even in the query string", async (route) => {
    const [method = "", path = ""] = route.split(" ");
    expect((await call(`${path}?access_token=${token}`, { method })).status).toBe(401);
  });

  test("and nothing while none is set", async () => {
    const execution = { waitUntil: () => undefined } as unknown as ExecutionContext;
    for (const headers of [
      {},
      { Authorization: "Bearer " },
      { Authorization: "Bearer undefined" },
    ]) {
      const request = new Request("http://localhost/admin/accounts", { headers });
      const answer = await app.fetch(request, { ...env, ADMIN_TOKEN: "" }, execution);
      expect(answer.status).toBe(401);
    }
  });
});

describe("a deployment with published secrets", () => {
  const ask = async (path: string, bindings: object) => {
    const execution = createExecutionContext();
    const headers = { Authorization: `Bearer ${{ ...env, ...bindings }.ADMIN_TOKEN}` };
    const request = new Request(`https://api.example${path}`, { headers });
    const answer = await app.fetch(request, { ...env, ...bindings }, execution);
    await waitOnExecutionContext(execution);
    return { status: answer.status, body: await answer.json<Record<string, unknown>>() };
  };

  test.each([
    ["ADMIN_TOKEN", "replace-with-a-long-random-text"],
    ["ENCRYPTION_KEY", "replace-with-32-random-bytes-in-base64"],
    ["ENCRYPTION_KEY", "c2hvcnQ="],
    ["ADMIN_TOKEN", DEVELOPMENT_SECRETS.ADMIN_TOKEN],
    ["ENCRYPTION_KEY", DEVELOPMENT_SECRETS.ENCRYPTION_KEY],
  ])("refuses admin routes, names the cause and is not healthy: %s=%s", async (name, value) => {
    const { status, body } = await ask("/admin/accounts", { [name]: value });
    expect([status, body["error_code"]]).toEqual([500, "unexpected_error"]);
    expect(body["note"]).toContain(name);
    const health = await ask("/healthz", { [name]: value });
    expect(health).toMatchObject({ status: 503, body: { checks: { secrets: "failing" } } });
  });

  test("is not a local server, which may use them", async () => {
    const local = { ...DEVELOPMENT_SECRETS, LOCAL_SERVER: "true" };
    const request = "http://localhost:8787";
    const answer = await app.fetch(
      new Request(`${request}/admin/accounts`, {
        headers: { Authorization: `Bearer ${local.ADMIN_TOKEN}` },
      }),
      { ...env, ...local },
      createExecutionContext(),
    );
    expect(answer.status).toBe(200);
  });
});
