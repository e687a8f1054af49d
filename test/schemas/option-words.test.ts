import { describe, expect, test } from "vitest";
import { read, refusal } from "./reading";

const SWITCHES = ["fullpage", "no_ads", "no_tracking", "no_cookie_banners", "disable_js", "json"];

describe("a switch", () => {
  test.each(SWITCHES)("%s is on for every spelling of true", (field) => {
    for (const word of [true, 1, "1", "true", "TRUE", "True", " true "]) {
      expect(read({ [field]: word })).toHaveProperty(field, true);
    }
  });

  test.each(SWITCHES)("%s is off for every spelling of false", (field) => {
    for (const word of [false, 0, "0", "false", "FALSE", "False"]) {
      expect(read({ [field]: word })).toHaveProperty(field, false);
    }
  });

  test.each([[2], [-1], ["yes"], ["on"], ["t"], ["2"], [[]], [{}]])("cannot be %j", (word) => {
    const note = `fullpage is ${JSON.stringify(word)}; accepted: true or false.`;
    expect(refusal({ fullpage: word })).toEqual({ code: "invalid_options", note });
  });

  test("hover_on_selected needs selectors", () => {
    expect(read({ hover_on_selected: "1", selectors: "#a" }).hover_on_selected).toBe(true);
    const note = "hover_on_selected is true; accepted: true only together with selectors.";
    expect(refusal({ hover_on_selected: true })).toEqual({ code: "invalid_options", note });
  });
});

describe("the image format", () => {
  test.each([
    ["jpeg", "jpeg"],
    ["jpg", "jpeg"],
    ["JPG", "jpeg"],
    ["PNG", "png"],
    [" webp ", "webp"],
  ])("%j is %s", (word, format) => {
    expect(read({ image_format: word }).image_format).toBe(format);
  });

  test.each([["gif"], ["pdf"], ["image/png"], [1], [["png"]]])("cannot be %j", (word) => {
    const note = `image_format is ${JSON.stringify(word)}; accepted: jpeg, png or webp.`;
    expect(refusal({ image_format: word })).toEqual({ code: "invalid_options", note });
  });
});

describe("text", () => {
  const LIMITS: [field: string, bytes: number][] = [
    ["css_inject", 65_536],
    ["js_inject", 65_536],
    ["selectors", 4_096],
    ["wait_for", 4_096],
    ["accept_language", 512],
    ["user_agent", 2_048],
  ];

  test.each(LIMITS)("%s may have %i bytes", (field, bytes) => {
    expect(read({ [field]: "é".repeat(bytes / 2) })).toHaveProperty(field);
  });

  test.each(LIMITS)("%s has at most %i bytes, also with multi-byte characters", (field, bytes) => {
    const { code, note } = refusal({ [field]: `${"é".repeat(bytes / 2)}a` });
    expect(code).toBe("invalid_options");
    expect(note).toContain(`of at most ${bytes} bytes`);
  });

  test("may be a number", () => {
    expect(read({ user_agent: 5 }).user_agent).toBe("5");
  });

  test.each([[true], [["a"]], [{ a: 1 }]])("cannot be %j", (value) => {
    expect(refusal({ wait_for: value }).note).toContain(`wait_for is ${JSON.stringify(value)}`);
  });

  test.each(["user_agent", "accept_language"])("of %s cannot smuggle in a header", (field) => {
    expect(refusal({ [field]: "a\r\nX-Injected: 1" }).note).toContain("that a header can carry");
  });

  test.each(["url", "placeholder_url"])("%s may hold 8,192 characters of many bytes", (field) => {
    const address = `https://example.com/${"语".repeat(8_172)}`;
    expect(read({ [field]: address })).toHaveProperty(field, address);
  });
});
