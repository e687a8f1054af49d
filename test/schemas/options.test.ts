import { describe, expect, test } from "vitest";
import { read, refusal } from "./reading";

test("missing options have the defaults of the specification", () => {
  expect(read({})).toEqual({
    url: "https://example.com/",
    page_width: 1920,
    page_height: 1000,
    image_format: "jpeg",
    quality: 100,
    scale_factor: 1,
    fullpage: false,
    thumb_width: 320,
    hover_on_selected: false,
    wait: 0,
    ttl: 86_400,
    json: false,
    no_ads: false,
    no_tracking: false,
    no_cookie_banners: false,
    disable_js: false,
  });
});

test("unknown parameters are dropped", () => {
  expect(read({ mcp: "1", constructor: "x" })).toEqual(read({}));
});

describe("whole numbers", () => {
  const RANGES: [field: string, min: number, max: number][] = [
    ["page_width", 1, 7_680],
    ["page_height", 1, 16_384],
    ["quality", 1, 100],
    ["scale_factor", 1, 3],
    ["wait", 0, 20_000],
    ["thumb_width", 16, 1_920],
    ["ttl", 0, 31_536_000],
  ];

  test.each(RANGES)("%s reaches from %i to %i, as a number and as text", (field, min, max) => {
    for (const value of [min, max]) {
      expect(read({ [field]: value })).toHaveProperty(field, value);
      expect(read({ [field]: String(value) })).toHaveProperty(field, value);
    }
  });

  test.each(RANGES)("%s is refused outside of %i to %i, the note says so", (field, min, max) => {
    for (const value of [min - 1, max + 1, String(min - 1), String(max + 1)]) {
      const note = `${field} is ${JSON.stringify(value)}; accepted: a whole number from ${min} to ${max}.`;
      expect(refusal({ [field]: value })).toEqual({ code: "invalid_options", note });
    }
  });

  const NONE = [1.5, "1.5", "1e1", "0x10", "ten", "10px", " ", "Infinity", "NaN", true, [10], {}];

  test.each(NONE.map((value): [unknown] => [value]))("%j is none", (value) => {
    expect(refusal({ wait: value }).note).toContain(`wait is ${JSON.stringify(value)}`);
  });
});

describe("a location", () => {
  const LOCATION = { latitude: 0, longitude: 0, accuracy: 0 };

  test.each([
    ["latitude", -90],
    ["latitude", "90"],
    ["longitude", "-180"],
    ["longitude", 180],
    ["longitude", "-0.5"],
    ["accuracy", 0],
    ["accuracy", "150.25"],
  ])("may have the %s %s", (field, value) => {
    expect(read({ ...LOCATION, [field]: value })).toHaveProperty(field, Number(value));
  });

  test.each([
    ["latitude", -90.01, "from -90 to 90"],
    ["latitude", "90.01", "from -90 to 90"],
    ["longitude", "-180.01", "from -180 to 180"],
    ["longitude", 180.01, "from -180 to 180"],
    ["accuracy", -0.01, "from 0 on"],
    ["accuracy", "near", "from 0 on"],
  ])("cannot have the %s %s", (field, value, accepted) => {
    const note = `${field} is ${JSON.stringify(value)}; accepted: a number ${accepted}.`;
    expect(refusal({ ...LOCATION, [field]: value })).toEqual({ code: "invalid_options", note });
  });

  test("needs no accuracy", () => {
    expect(read({ latitude: 1, longitude: 2 })).toMatchObject({ latitude: 1, longitude: 2 });
  });

  test.each([
    [{ latitude: 1 }, "longitude is missing; accepted: given together with latitude."],
    [{ longitude: 1 }, "latitude is missing; accepted: given together with longitude."],
    [{ accuracy: 1 }, "accuracy is 1; accepted: given together with latitude and longitude."],
  ])("with only one of latitude and longitude is refused: %j", (half, note) => {
    expect(refusal(half)).toEqual({ code: "invalid_options", note });
  });
});

describe("the window", () => {
  test.each([
    [5_000, 10_000, 1],
    [2_500, 5_000, 2],
    [5_555, 1_000, 3],
  ])("of %i × %i at scale %i fits into 50 million pixels", (page_width, page_height, scale) => {
    expect(read({ page_width, page_height, scale_factor: scale })).toMatchObject({ page_width });
  });

  test.each([
    [5_000, 10_001, 1],
    [2_500, 5_001, 2],
    [5_556, 1_000, 3],
    [7_680, 16_384, 1],
  ])("of %i × %i at scale %i is refused", (page_width, page_height, scale) => {
    const { code, note } = refusal({ page_width, page_height, scale_factor: scale });
    expect(code).toBe("invalid_options");
    expect(note).toContain("page_width × page_height × scale_factor² of at most 50000000");
  });
});
