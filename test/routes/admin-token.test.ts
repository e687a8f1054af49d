import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { app } from "../../src/app";
import { call, callJson, newAccount } from "../support/api";

describe("an admin route is opened by nothing but the admin token", () => {
  const ROUTES = [
    ...["GET /admin/accounts", "POST /admin/accounts", "GET /admin/accounts/a"],
    ...["PATCH /admin/accounts/a", "DELETE /admin/accounts/a", "POST /admin/accounts/a/keys"],
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

  test("and not at all while none is set", async () => {
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
