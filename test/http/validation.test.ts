import { describe, expect, test } from "vitest";
import { callJson, newAccount } from "../support/api";

const { key } = await newAccount();

async function snap(parameters: Record<string, unknown>) {
  const { status, body } = await callJson("/snap", {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(parameters),
  });
  return { status, ...body };
}

const url = "https://example.com/";

test("one error names every bad field, its value and what is accepted", async () => {
  const { status, error_code, note } = await snap({
    url,
    page_width: 0,
    page_height: 1.5,
    wait: "soon",
    image_format: "gif",
    fullpage: "yes",
    latitude: 1,
    hover_on_selected: true,
  });
  expect([status, error_code]).toEqual([400, "invalid_options"]);
  expect(note.split(/\. (?=[a-z_]+ is )|\.$/)).toEqual([
    "page_width is 0; accepted: a whole number from 1 to 7680",
    "page_height is 1.5; accepted: a whole number from 1 to 16384",
    'image_format is "gif"; accepted: jpeg, png or webp',
    'fullpage is "yes"; accepted: true or false',
    'wait is "soon"; accepted: a whole number from 0 to 20000',
    "hover_on_selected is true; accepted: true only together with selectors",
    "longitude is missing; accepted: given together with latitude",
    "",
  ]);
});

test("a field with two problems is named once, with its own problem", async () => {
  const { note } = await snap({ url, hover_on_selected: "yes" });
  expect(note).toBe('hover_on_selected is "yes"; accepted: true or false.');
});

describe("the error code depends on the field", () => {
  test.each<[error_code: string, parameters: Record<string, unknown>]>([
    ["missing_or_invalid_url", {}],
    ["missing_or_invalid_url", { url: "" }],
    ["missing_or_invalid_url", { url: null }],
    ["missing_or_invalid_url", { url: [url] }],
    ["missing_or_invalid_url", { url: "ftp://example.com/" }],
    ["missing_or_invalid_url", { url, placeholder_url: "ftp://example.com/" }],
    ["invalid_multi_step_actions", { url, multi_step_actions: "[]]" }],
    ["invalid_options", { url, wait: -1 }],
    ["invalid_options", { url, ttl: -1 }],
    ["invalid_options", { url, json: "maybe" }],
  ])("%s for %j", async (error_code, parameters) => {
    expect(await snap(parameters)).toMatchObject({ status: 400, success: false, error_code });
  });
});

test.each(["a", "语"])(
  "a url of more than 8,192 characters, such as %s, is too long",
  async (char) => {
    const { error_code, note } = await snap({ url: url + char.repeat(8_193 - url.length) });
    expect(error_code).toBe("missing_or_invalid_url");
    expect(note).toContain("8,192 characters");
  },
);

test("an invalid url has priority over invalid actions, and these over other fields", async () => {
  const bad = { multi_step_actions: 5, wait: -1 };
  expect((await snap(bad)).error_code).toBe("missing_or_invalid_url");
  expect((await snap({ url, ...bad })).error_code).toBe("invalid_multi_step_actions");
});

describe("a value that may be a secret is not repeated", () => {
  test.each([
    ["headers", { Authorization: "s3cret\n" }],
    ["cookies", [{ name: "a", value: "s3cret;" }]],
    ["js_inject", { s3cret: 1 }],
    ["css_inject", ["s3cret"]],
  ])("%s", async (field, value) => {
    const { note } = await snap({ url, [field]: value });
    expect(note).toContain(`${field} is not valid`);
    expect(note).not.toContain("s3cret");
  });
});

test("a long value is shortened to 100 characters", async () => {
  const { note } = await snap({ url, wait: "x".repeat(5_000) });
  expect(note).toBe(`wait is "${"x".repeat(99)}; accepted: a whole number from 0 to 20000.`);
});

test("the key is checked before the options", async () => {
  const { status } = await callJson("/snap?wait=-1&access_token=sk_unknown");
  expect(status).toBe(401);
});
