import { describe, expect, test } from "vitest";
import { accountChanges, newAccount as newAccountSchema } from "../../src/schemas/accounts";
import { configurationParameters } from "../../src/schemas/configuration";
import { sampleParameters } from "../../src/schemas/sample";
import { snapParameters } from "../../src/schemas/snap";
import { callJson, newAccount, withQuery } from "../support/api";
import { document, operationOf, operations, problemOf, resolved } from "./reading";

/** The names of an operation's parameters, in query or body, and whether they are required. */
function documented(method: string, path: string): Record<string, boolean> {
  const { parameters = [], requestBody } = operationOf(method, path);
  const query = parameters
    .filter((parameter: { in: string }) => parameter.in === "query")
    .map(({ name, required = false }: { name: string; required?: boolean }) => [name, required]);
  if (!requestBody) return Object.fromEntries(query);
  const { properties, required = [] } = resolved(requestBody.content["application/json"].schema);
  const body = Object.keys(properties).map((name) => [name, required.includes(name)]);
  return Object.fromEntries([...query, ...body]);
}

/** The same for a schema: a field is required if an empty object has an issue with it. */
function fieldsOf(schema: {
  shape: object;
  safeParse: (given: object) => { error?: { issues: { path: PropertyKey[] }[] } | undefined };
}): Record<string, boolean> {
  const missing = schema.safeParse({}).error?.issues.map(({ path }) => path[0]) ?? [];
  return Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, missing.includes(name)]),
  );
}

const PAGING = { page: false, limit: false, after: false, before: false, order: false };
const KEY = { access_token: false };

describe("the documented parameters are the parsed ones", () => {
  test.each<[method: string, path: string, expected: Record<string, boolean>]>([
    ["GET", "/snap", fieldsOf(snapParameters)],
    ["POST", "/snap", { ...fieldsOf(snapParameters), ...KEY }],
    ["POST", "/screenshot_configs", { ...fieldsOf(configurationParameters), ...KEY }],
    [
      "PATCH",
      "/screenshot_configs/1",
      { ...fieldsOf(configurationParameters), url: false, ...KEY },
    ],
    ["DELETE", "/screenshot_configs/1", KEY],
    ["POST", "/screenshot_configs/1/capture", KEY],
    ["POST", "/change_notifications/1/redeliver", KEY],
    ["POST", "/webhooks/test", { ...fieldsOf(sampleParameters), ...KEY }],
    ["GET", "/app/screenshots/1/embed", { thumb: false }],
    ["POST", "/admin/accounts", fieldsOf(newAccountSchema)],
    ["PATCH", "/admin/accounts/1", fieldsOf(accountChanges)],
    ["DELETE", "/admin/accounts/1", {}],
    ["GET", "/screenshot_configs", PAGING],
    ["GET", "/screenshot_configs/1/screenshots", PAGING],
    ["GET", "/screenshot_configs/1/change_notifications", PAGING],
    ["GET", "/screenshot_configs/change_notifications", PAGING],
    ["GET", "/change_notifications", PAGING],
    ["GET", "/screenshots", PAGING],
    ["GET", "/screenshot_configs/1", {}],
    ["GET", "/jobs/1", {}],
    ["GET", "/account_limits", {}],
  ])("%s %s", (method, path, expected) => {
    expect(documented(method, path)).toEqual(expected);
  });
});

test("a body may be JSON or one of both form types", () => {
  const bodies = operations.flatMap(({ operation }) => operation.requestBody ?? []);
  expect(bodies.length).toBeGreaterThan(5);
  for (const { content } of bodies) {
    expect(Object.keys(content)).toEqual([
      "application/json",
      "application/x-www-form-urlencoded",
      "multipart/form-data",
    ]);
  }
});

test("a field has its type, its range and its default", () => {
  const { properties } = document.components.schemas.NewConfiguration;
  expect(properties).toMatchObject({
    url: { type: "string", description: expect.any(String) },
    page_width: { type: "integer", minimum: 1, maximum: 7_680, default: 1_920 },
    image_format: { type: "string", enum: ["jpeg", "png", "webp"], default: "jpeg" },
    fullpage: { type: "boolean", default: false },
    latitude: { type: "number", minimum: -90, maximum: 90 },
    scheduled_every: { type: "integer", minimum: 2 },
    multi_step_actions: { type: "array", maxItems: 50 },
  });
  expect(Object.values<object>(properties).filter((of) => !("description" in of))).toEqual([]);
});

describe("the documented action is the parsed one", () => {
  const read = (action: unknown) =>
    configurationParameters.safeParse({
      url: "https://example.com/",
      multi_step_actions: [action],
    });

  test.each([
    [{ type: "click", selector: "#a" }],
    [{ type: "hover", selector: "#a" }],
    [{ type: "change", selector: "#a", send_to: "webhook", url: "https://example.com/webhook" }],
    [{ type: "change", selector: "#a", send_to: "mail", url: "https://example.com/webhook" }],
    [{ type: "redirect", value: "https://example.com" }],
    [{ type: "javascript", value: "console.log('my javascript');" }],
    [{ type: "css", value: "#selector{ color: red }" }],
    [{ type: "text_field", selector: "#a", value: "your-value" }],
    [{ type: "select", selector: "#a", value: "selected value" }],
    [{ type: "checkbox", selector: "#a", value: true }],
    [{ type: "submit" }],
    [{ type: "wait", value: 5_000 }],
    [{ type: "wait", value: 50_000 }],
    [{ type: "wait_for_selector", selector: "#a" }],
    [{ type: "wait_for_selector" }],
    [{ type: "dance" }],
  ])("%j", (action) => {
    const problem = problemOf(document.components.schemas.Action, action);
    expect(problem === null).toBe(read(action).success);
  });
});

describe("the ranges of a list's parameters are those that are accepted", async () => {
  const { parameters } = operationOf("GET", "/screenshots");
  const ranges = parameters
    .filter(({ schema }: { schema: { type: string } }) => schema.type === "integer")
    .map(({ name, schema }: { name: string; schema: object }) => ({ name, ...schema }));

  test.each<{ name: string; minimum: number; maximum: number }>(ranges)("$name", async (of) => {
    const { key } = await newAccount();
    // With one record per page a list has the most pages.
    const query = (value: number) => ({ access_token: key, limit: 1, [of.name]: value });
    const statusOf = async (value: number) =>
      (await callJson(withQuery("/screenshots", query(value)))).status;
    const statuses = [of.minimum - 1, of.minimum, of.maximum, of.maximum + 1].map(statusOf);
    expect(await Promise.all(statuses)).toEqual([400, 200, 200, 400]);
  });
});
