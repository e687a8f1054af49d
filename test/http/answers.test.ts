import { beforeAll, describe, expect, test } from "vitest";
import { admin, call, callJson, newAccount } from "../support/api";

let headers: { Authorization: string };
beforeAll(async () => {
  headers = { Authorization: `Bearer ${(await newAccount()).key}` };
});

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("an unknown path", () => {
  test.each(["/snaps", "/snap/", "//snap", "/SNAP", "/jobs", "/jobs/", "/admin", "/images/a"])(
    "%s is a JSON 404",
    async (path) => {
      const answer = await callJson(path, { headers });
      expect(answer.status).toBe(404);
      expect(answer.body).toEqual({
        success: false,
        error_code: "not_found",
        note: `There is nothing at ${path}.`,
        request_id: expect.stringMatching(UUID),
      });
    },
  );

  test("is a 404 for every method", async () => {
    expect((await call("/snaps", { method: "DELETE" })).status).toBe(404);
  });
});

test("the request_id of an error is also in its header, and unique", async () => {
  const answers = await Promise.all([callJson("/nothing"), callJson("/nothing")]);
  const ids = answers.map((answer) => answer.body.request_id);
  expect(ids).toEqual(answers.map((answer) => answer.headers.get("X-Request-Id")));
  expect(new Set(ids).size).toBe(2);
});

describe("a known path with a wrong method is 405 with Allow", () => {
  test.each([
    ["/snap", ["PUT", "PATCH", "DELETE", "PROPFIND"], "GET, HEAD, POST"],
    ["/screenshots", ["POST", "PUT", "DELETE"], "GET, HEAD"],
    ["/jobs/0123456789abcdef01234567", ["POST", "DELETE"], "GET, HEAD"],
    ["/images/a/b", ["POST", "DELETE"], "GET, HEAD"],
    ["/admin/accounts", ["PUT", "DELETE"], "GET, HEAD, POST"],
    ["/admin/accounts/a", ["POST", "PUT"], "GET, HEAD, PATCH, DELETE"],
    ["/admin/accounts/a/keys", ["GET", "HEAD", "DELETE"], "POST"],
    ["/healthz", ["POST"], "GET, HEAD"],
  ])("%s %j", async (path, methods, allow) => {
    for (const method of methods) {
      const answer = await call(path, { method });
      expect([answer.status, answer.headers.get("Allow")]).toEqual([405, allow]);
      if (method !== "HEAD") {
        expect(await answer.json()).toMatchObject({ error_code: "method_not_allowed" });
      }
    }
  });
});

describe("HEAD", () => {
  test.each(["/screenshots", "/jobs/0123456789abcdef01234567", "/snap?wait=-1", "/nothing"])(
    "%s answers like GET, without the body",
    async (path) => {
      const [get, head] = [
        await call(path, { headers }),
        await call(path, { headers, method: "HEAD" }),
      ];
      expect(head.status).toBe(get.status);
      expect(head.headers.get("Content-Type")).toBe(get.headers.get("Content-Type"));
      expect(await head.text()).toBe("");
    },
  );
});

describe("no JSON answer may be stored or sniffed", () => {
  const bad = { method: "POST", body: "x", headers: { ...admin, "Content-Type": "text/plain" } };
  test.each<[status: number, path: string, init: () => RequestInit]>([
    [200, "/screenshots", () => ({ headers })],
    [200, "/admin/accounts", () => ({ headers: admin })],
    [
      201,
      "/admin/accounts?name=a&monthly_screenshots=1",
      () => ({ method: "POST", headers: admin }),
    ],
    [400, "/screenshots?page=0", () => ({ headers })],
    [401, "/screenshots", () => ({})],
    [401, "/snap", () => ({})],
    [404, "/jobs/unknown", () => ({ headers })],
    [404, "/images/a/b", () => ({})],
    [404, "/nothing", () => ({})],
    [405, "/snap", () => ({ method: "DELETE" })],
    [415, "/admin/accounts", () => bad],
  ])("%i of %s", async (status, path, init) => {
    const answer = await call(path, init());
    expect(answer.status).toBe(status);
    expect(answer.headers.get("Content-Type")).toBe("application/json");
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    expect(answer.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(await answer.json()).toMatchObject({ success: status < 300 });
  });
});
