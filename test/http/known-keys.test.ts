import { expect, test } from "vitest";
import { AppError } from "../../src/errors";
import { refuseUnknownKeys } from "../../src/http/known-keys";

/** The error for these parameters; null if they are valid. */
function refusalOf(parameters: Record<string, unknown>) {
  try {
    refuseUnknownKeys(parameters);
    return null;
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, note: error.note };
    throw error;
  }
}

const CLICK = { type: "click", selector: "#a" };
const HEADER = { name: "X-A", value: "1" };
const COOKIE = { name: "a", value: "b" };

test.each<[field: string, given: unknown, code: string, note: string]>([
  [
    "multi_step_actions",
    [CLICK, { ...CLICK, selektor: "#b" }],
    "invalid_multi_step_actions",
    'multi_step_actions[1] has the unknown key "selektor"',
  ],
  [
    "headers",
    [{ ...HEADER, enabled: true }],
    "invalid_options",
    'headers[0] has the unknown key "enabled"; accepted: name, key, value.',
  ],
  [
    "cookies",
    ["a=b", { ...COOKIE, note: "x" }],
    "invalid_options",
    'cookies[1] has the unknown key "note"',
  ],
  ["cookies", { ...COOKIE, note: "x" }, "invalid_options", 'cookies[0] has the unknown key "note"'],
])("an unknown key inside %s is named: %j", (field, given, code, note) => {
  for (const value of [given, JSON.stringify(given)]) {
    const refusal = refusalOf({ [field]: value });
    expect(refusal).toEqual({ code, note: expect.stringContaining(note) });
  }
});

test.each<[field: string, given: unknown]>([
  ["multi_step_actions", [{ ...CLICK, value: "", send_to: "webhook", url: "", custom_id: "1" }]],
  ["headers", [HEADER, { key: "X-A", value: "1" }, { "X-B": "2" }, "X-C: 3", { type: "4" }]],
  ["headers", { name: "1", value: "2", other: "3" }],
  ["headers", "Name: value"],
  ["cookies", [{ ...COOKIE, hostOnly: true, session: false, storeId: "0", id: 1 }, { any: "c" }]],
  [
    "cookies",
    [{ ...COOKIE, size: 2, priority: "Medium", sourceScheme: "Secure", sourcePort: 443 }],
  ],
  ["cookies", { any: "1", other: "2" }],
  ["cookies", "a=b; c=d"],
  ["headers", undefined],
])("the keys that clients send inside %s are known: %j", (field, given) => {
  expect(refusalOf({ [field]: given })).toBeNull();
});

test("at most five unknown keys are named, each shortened", () => {
  const keys = Array.from({ length: 9 }, (_, n) => [`${n}${"x".repeat(1_000)}`, 1]);
  const { note } = refusalOf({ headers: [{ ...HEADER, ...Object.fromEntries(keys) }] }) ?? {};
  expect(note?.match(/unknown key "\dx{59}"/g)).toHaveLength(5);
});
