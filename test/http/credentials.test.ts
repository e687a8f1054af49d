import { beforeAll, describe, expect, test } from "vitest";
import { callJson, newAccount } from "../support/api";

let key: string;
let publishable: string;
beforeAll(async () => {
  const account = await newAccount();
  key = account.key;
  publishable = account.keys.publishable_key;
});

/** A request without options: a 400 shows that the key is valid. */
function snap(carriers: { query?: string; body?: string; type?: string; header?: string }) {
  const { query = "", body, type = "application/x-www-form-urlencoded", header } = carriers;
  const authorization = header === undefined ? {} : { Authorization: header };
  const sent = body === undefined ? {} : { method: "POST", body };
  return callJson(`/snap?wait=-1&${query}`, {
    ...sent,
    headers: { ...authorization, ...(body === undefined ? {} : { "Content-Type": type }) },
  });
}

describe("a key is accepted", () => {
  test.each<[carrier: string, carriers: () => Parameters<typeof snap>[0]]>([
    ["in the query string", () => ({ query: `access_token=${key}` })],
    ["in a form", () => ({ body: `access_token=${key}` })],
    ["in JSON", () => ({ body: JSON.stringify({ access_token: key }), type: "application/json" })],
    ["in the header", () => ({ header: `Bearer ${key}` })],
    ["in the header, in lower case", () => ({ header: `bearer  ${key} ` })],
    ["in both", () => ({ query: `access_token=${key}`, header: `Bearer ${key}` })],
    [
      "in the header beside an empty parameter",
      () => ({ query: "access_token=", header: `Bearer ${key}` }),
    ],
    [
      "in the parameter, which wins over the header",
      () => ({ query: `access_token=${key}`, header: "Bearer x" }),
    ],
  ])("%s", async (_, carriers) => {
    expect((await snap(carriers())).status).toBe(400);
  });

  test("in the header beside an empty parameter on other routes", async () => {
    const headers = { Authorization: `Bearer ${key}` };
    expect((await callJson("/screenshots?access_token=", { headers })).status).toBe(200);
  });
});

describe("a key is missing", () => {
  test.each<[carrier: string, carriers: Parameters<typeof snap>[0]]>([
    ["without any", {}],
    ["with an empty parameter", { query: "access_token=" }],
    ["with null in JSON", { body: '{"access_token":null}', type: "application/json" }],
    ["with an empty header", { header: "Bearer " }],
    ["with another kind of header", { header: "Basic dXNlcjpwYXNz" }],
  ])("%s", async (_, carriers) => {
    const { status, body } = await snap(carriers);
    expect(status).toBe(401);
    expect(body).toMatchObject({ success: false, error_code: "missing_access_token" });
  });
});

describe("a key is invalid", () => {
  test.each<[reason: string, carriers: () => Parameters<typeof snap>[0]]>([
    ["that no account has", () => ({ query: "access_token=sk_unknown" })],
    ["that no account has, in the header", () => ({ header: "Bearer sk_unknown" })],
    ["in other letters", () => ({ query: `access_token=${key.toUpperCase()}` })],
    ["with more behind it", () => ({ query: `access_token=${key}0` })],
    [
      "that is not text",
      () => ({ body: `{"access_token":[${JSON.stringify(key)}]}`, type: "application/json" }),
    ],
    ["that is true", () => ({ body: '{"access_token":true}', type: "application/json" })],
    ["that is the word undefined", () => ({ header: "Bearer undefined" })],
  ])("%s", async (_, carriers) => {
    const { status, body } = await snap(carriers());
    expect(status).toBe(401);
    expect(body).toMatchObject({ success: false, error_code: "invalid_access_token" });
  });
});

test("a publishable key cannot read a list", async () => {
  const { status, body } = await callJson(`/screenshots?access_token=${publishable}`);
  expect(status).toBe(403);
  expect(body.error_code).toBe("forbidden");
});

test("no answer repeats the key that was sent", async () => {
  const { body } = await snap({ query: "access_token=sk_unknown" });
  expect(JSON.stringify(body)).not.toContain("sk_unknown");
});
