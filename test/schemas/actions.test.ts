import { describe, expect, test } from "vitest";
import { captureOptions } from "../../src/schemas/options";
import { readerOf } from "./reading";

const { read, refusal } = readerOf(captureOptions);

/** The actions of the specification, as valid JSON. */
const TABLE = [
  '{"type": "click", "selector": "#your-selector"}',
  '{"type": "hover", "selector": "#your-selector"}',
  '{"type": "change", "selector": "#your-selector", "send_to": "webhook", "url": "https://example.com/webhook-url"}',
  '{"type": "redirect", "value": "https://example.com"}',
  '{"type": "javascript", "value": "console.log(\'my javascript\');"}',
  '{"type": "css", "value": "#selector{ color: red }"}',
  '{"type": "text_field", "selector": "#the-text-field", "value": "your-value"}',
  '{"type": "select", "selector": "#the-dropdown-field", "value": "selected value"}',
  '{"type": "checkbox", "selector": "#the-checkbox-field", "value":true}',
  '{"type": "submit"}',
  '{"type": "wait", "value": "5000"}',
  '{"type": "wait_for_selector", "selector": "#your-selector"}',
];

const SENT = TABLE.map((action) => JSON.parse(action));
const MEANT = SENT.map((action) => (action.type === "wait" ? { ...action, value: 5_000 } : action));

describe("the actions of the specification", () => {
  test.each(TABLE.map((action, n) => [action, MEANT[n]]))("%s is read", (action, meant) => {
    expect(read({ multi_step_actions: `[${action}]` }).multi_step_actions).toEqual([meant]);
  });

  test("keep their order, as JSON and as JSON text", () => {
    expect(read({ multi_step_actions: SENT }).multi_step_actions).toEqual(MEANT);
    expect(read({ multi_step_actions: `[${TABLE}]` }).multi_step_actions).toEqual(MEANT);
  });
});

describe("values are read from text and natively", () => {
  test.each([
    [{ type: "wait", value: 0 }, 0],
    [{ type: "wait", value: "20000" }, 20_000],
    [{ type: "checkbox", selector: "#a", value: "FALSE" }, false],
    [{ type: "checkbox", selector: "#a", value: 1 }, true],
    [{ type: "text_field", selector: "#a", value: 42 }, "42"],
    [{ type: "text_field", selector: "#a", value: "" }, ""],
  ])("%j", (action, value) => {
    expect(read({ multi_step_actions: [action] }).multi_step_actions).toEqual([
      { ...action, value },
    ]);
  });
});

describe("an action is refused with a note on its index, its key and accepted values", () => {
  const SELECTOR = '"selector" to be a CSS selector of at most 4096 bytes, not';
  const CODE = '"value" to be text of 1 to 65536 bytes, not';
  const TEXT = '"value" to be text of at most 65536 bytes, not';
  const WAIT = '"value" to be a whole number from 0 to 20000, not';
  const URL = '"url" to be an absolute http or https URL, not';

  test.each<[action: Record<string, unknown>, problem: string]>([
    ...["click", "hover", "wait_for_selector"].map((type): [Record<string, unknown>, string] => [
      { type },
      `${type} needs ${SELECTOR} missing`,
    ]),
    [{ type: "click", selector: " " }, `click needs ${SELECTOR} " "`],
    [{ type: "change", selector: "#a", send_to: "webhook" }, `change needs ${URL} missing`],
    [
      { type: "change", selector: "#a", send_to: "fax", url: "https://a.com" },
      'change needs "send_to" to be webhook or slack, not "fax"',
    ],
    [
      { type: "redirect" },
      'redirect needs "value" to be an absolute http or https URL, not missing',
    ],
    [{ type: "javascript", value: "" }, `javascript needs ${CODE} ""`],
    [{ type: "css", value: ["a"] }, `css needs ${CODE} ["a"]`],
    [{ type: "text_field", selector: "#a" }, `text_field needs ${TEXT} missing`],
    [{ type: "select", selector: "#a", value: null }, `select needs ${TEXT} null`],
    [
      { type: "checkbox", selector: "#a", value: "on" },
      'checkbox needs "value" to be true or false, not "on"',
    ],
    [{ type: "wait", value: -1 }, `wait needs ${WAIT} -1`],
    [{ type: "wait", value: "20001" }, `wait needs ${WAIT} "20001"`],
    [{ type: "wait" }, `wait needs ${WAIT} missing`],
    [
      { type: "Click", selector: "#a" },
      'type "Click" is not one of click, hover, change, redirect',
    ],
    [{ type: "constructor" }, 'type "constructor" is not one of click'],
    [{ selector: "#a" }, "type missing is not one of click"],
  ])("%j", (action, problem) => {
    const { code, note } = refusal({ multi_step_actions: [{ type: "submit" }, action] });
    expect(code).toBe("invalid_multi_step_actions");
    expect(note).toContain(`multi_step_actions is not valid (action 1: ${problem}`);
  });

  test.each([null, "click", 5])("that is %j, no object", (action) => {
    const { note } = refusal({ multi_step_actions: [action] });
    expect(note).toContain("(action 0: is not an object)");
  });
});

describe("the length of a text is measured in bytes, not characters", () => {
  const TEXTS: [key: string, action: Record<string, unknown>, bytes: number][] = [
    ["selector", { type: "click" }, 4_096],
    ["value", { type: "javascript" }, 65_536],
    ["value", { type: "css" }, 65_536],
    ["value", { type: "text_field", selector: "#a" }, 65_536],
    ["value", { type: "select", selector: "#a" }, 65_536],
  ];

  test.each(TEXTS)("the %s of %j may have %i", (key, action, bytes) => {
    const full = { ...action, [key]: "é".repeat(bytes / 2) };
    expect(read({ multi_step_actions: [full] }).multi_step_actions).toEqual([full]);
  });

  test.each(TEXTS)("the %s of %j has at most %i", (key, action, bytes) => {
    const tooLong = { ...action, [key]: `${"é".repeat(bytes / 2)}a` };
    const { note } = refusal({ multi_step_actions: [tooLong] });
    expect(note).toContain(`${action["type"]} needs "${key}" to be`);
    expect(note).toContain(`${bytes} bytes, not "é`);
  });
});

test.each([{ type: "submit" }, "submit", '[{"type": "submit"}', 5])("%j is no list", (given) => {
  expect(refusal({ multi_step_actions: given })).toEqual({
    code: "invalid_multi_step_actions",
    note: "multi_step_actions is not valid (it is not a JSON list); accepted: a JSON list of at most 50 actions.",
  });
});

test("50 actions are accepted, 51 refused", () => {
  const actions = (count: number) => Array(count).fill({ type: "submit" });
  expect(read({ multi_step_actions: actions(50) }).multi_step_actions).toHaveLength(50);
  expect(refusal({ multi_step_actions: actions(51) }).note).toContain(
    "51 actions are more than 50",
  );
});
