import { beforeAll, describe, expect, test } from "vitest";
import { call, callJson, newAccount } from "../support/api";

let authorization: { Authorization: string };
beforeAll(async () => {
  authorization = { Authorization: `Bearer ${(await newAccount()).key}` };
});

/** Requests a snap with a JSON body. Its width is invalid, so nothing is captured. */
function snap(json: string) {
  const headers = { ...authorization, "Content-Type": "application/json" };
  const body = `{"url":"https://example.com/","page_width":0,${json}}`;
  return callJson("/snap", { method: "POST", headers, body });
}

const NESTED = {
  lists: (levels: number) => "[".repeat(levels) + "]".repeat(levels),
  maps: (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`,
};

describe("values nested 100,000 levels deep are refused as invalid", () => {
  const FIELDS = [
    "wait",
    "page_height",
    "fullpage",
    "image_format",
    "selectors",
    "placeholder_url",
    "headers",
    "cookies",
    "multi_step_actions",
  ];
  const CASES = FIELDS.flatMap((field) =>
    (["lists", "maps"] as const).map((shape) => [field, shape] as const),
  );

  test.each(CASES)("%s of %s", async (field, shape) => {
    const { status, body } = await snap(`"${field}":${NESTED[shape](100_000)}`);
    expect(status).toBe(400);
    expect(body.note).toContain(`${field} is `);
  });

  test("the selector of an action", async () => {
    const action = `{"type":"click","selector":${NESTED.lists(100_000)}}`;
    const { body } = await snap(`"multi_step_actions":[${action}]`);
    expect(body.error_code).toBe("invalid_multi_step_actions");
  });

  test("the key", async () => {
    const { body } = await snap(`"access_token":${NESTED.lists(100_000)}`);
    expect(body.error_code).toBe("invalid_access_token");
  });

  test("an unknown parameter with the deepest nesting that a body can have", async () => {
    const { body } = await snap(`"unknown":${NESTED.lists(500_000)}`);
    expect(body.error_code).toBe("invalid_options");
  });
});

describe("names and methods of Object.prototype are handled like others", () => {
  const NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"];

  test.each(NAMES)("%s in JSON", async (name) => {
    const { body } = await snap(`"${name}":{"page_width":1,"access_token":"x"}`);
    expect(body.note).toMatch(/^page_width is 0; accepted: [^.]*\.$/);
  });

  test("__proto__ cannot carry a key", async () => {
    const { status, body } = await callJson(`/screenshot_configs/${crypto.randomUUID()}/capture`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: `{"__proto__":{"access_token":"${authorization.Authorization.split(" ")[1]}"}}`,
    });
    expect([status, body.error_code]).toEqual([401, "missing_access_token"]);
  });

  test.each(NAMES)("%s in the query string", async (name) => {
    const answer = await call(`/screenshots?${name}=1`, { headers: authorization });
    expect(answer.status).toBe(200);
  });

  test.each(["scale_factor", "wait", "fullpage", "image_format", "user_agent", "headers"])(
    "%s as an object that cannot be converted to text",
    async (field) => {
      const { status } = await snap(`"${field}":{"toString":1,"valueOf":1}`);
      expect(status).toBe(400);
    },
  );
});

describe("URLs that cannot be decoded get an answer", () => {
  test.each([
    "/%FF",
    "/jobs/%FF",
    "/jobs/%00",
    "/jobs/%E0%A4%A",
    "/images/%FF/%FF",
    `/jobs/${"a".repeat(2_000)}`,
  ])("%s", async (path) => {
    expect((await call(path, { headers: authorization })).status).toBe(404);
  });

  test.each([
    ["?page=%FF", 400],
    ["?%FF=1", 400],
    ["?page=%", 400],
    ["?&&=&", 200],
    ["?a=%", 200],
  ])("%s", async (query, status) => {
    expect((await call(`/screenshots${query}`, { headers: authorization })).status).toBe(status);
  });
});

describe("too many values are refused with the name of the field", () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => [`p${n}`, "1"]);

  test.each([
    ["a thousand parameters in the query string", `?${new URLSearchParams(many(1_000))}`, 400],
    ["a query string of 20,000 characters", `?a=${"a".repeat(20_000)}`, 413],
  ])("%s", async (_, query, status) => {
    const answer = await callJson(`/screenshots${query}`, { headers: authorization });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      success: false,
      note: expect.stringMatching(/at most|more than/),
    });
  });

  test("a thousand parameters in a form", async () => {
    const body = new URLSearchParams(many(1_000));
    const answer = await callJson("/snap", { method: "POST", headers: authorization, body });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ success: false, note: expect.stringMatching(/more than/) });
  });
});

test.each([
  ["X-HTTP-Method-Override: DELETE", { "X-HTTP-Method-Override": "DELETE" }, ""],
  ["X-HTTP-Method: DELETE", { "X-HTTP-Method": "DELETE" }, ""],
  ["X-Method-Override: DELETE", { "X-Method-Override": "DELETE" }, ""],
  ["_method=DELETE", {}, "_method=DELETE"],
])("%s does not change the request", async (_, headers, body) => {
  const path = `/screenshot_configs/${crypto.randomUUID()}`;
  const answer = await call(path, {
    method: "POST",
    headers: { ...authorization, ...headers, "Content-Type": "application/x-www-form-urlencoded" },
    body,
  });
  expect([answer.status, answer.headers.get("Allow")]).toEqual([405, "GET, HEAD, PATCH, DELETE"]);
});
