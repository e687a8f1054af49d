import { describe, expect, test } from "vitest";
import { read, refusal } from "./reading";

const TWO = [
  { name: "X-A", value: "1" },
  { name: "X-B", value: "two: 2" },
];

describe("headers are read from", () => {
  test.each<[shape: string, given: unknown]>([
    ["a list of name and value", TWO],
    ["a list of key and value", TWO.map(({ name, value }) => ({ key: name, value }))],
    ["a list of one-entry maps", [{ "X-A": "1" }, { "X-B": "two: 2" }]],
    ["one map", { "X-A": "1", "X-B": "two: 2" }],
    ["a list of lines", ["X-A: 1", "X-B: two: 2"]],
    ["a list of several shapes", [{ name: "X-A", value: 1 }, "X-B:two: 2"]],
  ])("%s, as JSON and as JSON text", (_, given) => {
    expect(read({ headers: given }).headers).toEqual(TWO);
    expect(read({ headers: ` ${JSON.stringify(given)}` }).headers).toEqual(TWO);
  });

  test.each([
    ["lines", "X-A: 1\nX-B: two: 2"],
    ["lines of Windows", "X-A: 1\r\nX-B: two: 2\r\n"],
    ["lines with white space", "  X-A  :  1  \n\n  X-B:two: 2"],
  ])("%s", (_, given) => {
    expect(read({ headers: given }).headers).toEqual(TWO);
  });

  test.each([
    { name: "X-A", value: "1" },
    { key: "X-A", value: "1" },
  ])("one pair: %j", (pair) => {
    expect(read({ headers: pair }).headers).toEqual([{ name: "X-A", value: "1" }]);
  });

  test.each([
    [7, "7"],
    [true, "true"],
    ["", ""],
    ["caf\u00e9\t!", "caf\u00e9\t!"],
  ])("values of other types: %j", (value, text) => {
    expect(read({ headers: { A: value } }).headers).toEqual([{ name: "A", value: text }]);
  });

  test.each([[[]], [{}], ["[]"]])("nothing: %j", (given) => {
    expect(read({ headers: given }).headers).toEqual([]);
  });
});

describe("headers are refused with a note on entry and reason when", () => {
  test.each<[reason: string, entry: unknown, problem: string]>([
    ["the name has a space", { name: "X B", value: "1" }, '"X B" is no header name'],
    ["the name is empty", { name: "", value: "1" }, '"" is no header name'],
    ["the name is not ASCII", { Ünï: "1" }, '"Ünï" is no header name'],
    ["the name has a line break", { "X\r\nY": "1" }, '"X\r\nY" is no header name'],
    ["the value has CR and LF", { A: "1\r\nB: 2" }, "the value of A must be one line"],
    ["the value has LF", { A: "1\nB: 2" }, "the value of A must be one line"],
    ["the value has NUL", { A: "1\0" }, "the value of A must be one line"],
    ["the value is not Latin-1", { A: "语" }, "the value of A must be one line of Latin-1 text"],
    ["the value is missing", { name: "A" }, "has no name with a text as its value"],
    ["the value is a list", { name: "A", value: [] }, "has no name with a text as its value"],
    ["it has several names", { A: "1", B: "2" }, "has no name with a text as its value"],
    ["it has no colon", "X-B", "has no name with a text as its value"],
    ["it is null", null, "has no name with a text as its value"],
    ["it is a number", 5, "has no name with a text as its value"],
  ])("%s", (_, entry, problem) => {
    const { code, note } = refusal({ headers: [{ name: "X-A", value: "1" }, entry] });
    expect(code).toBe("invalid_options");
    expect(note).toMatch(/^headers is not valid \(entry 1[: ]/);
    expect(note).toContain(problem);
    expect(note).toContain("accepted: at most 50 headers: a JSON list");
  });

  test.each([
    "Connection",
    "keep-alive",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "TE",
    "Trailer",
    "Proxy-Connection",
    "Transfer-Encoding",
    "UPGRADE",
    "Host",
    "content-length",
    "Expect",
    "Set-Cookie",
    "cookie2",
    "proxy-anything",
  ])("%s is reserved for the browser", (name) => {
    const problem = `entry 0: ${name} is set by the browser and cannot be sent`;
    expect(refusal({ headers: { [name]: "x" } }).note).toContain(problem);
  });

  test.each([5, true, "no colon", "[1,"])("it is %j", (given) => {
    expect(refusal({ headers: given }).note).toMatch(/^headers is not valid \(/);
  });
});

test("50 headers are accepted, 51 refused", () => {
  const lines = (count: number) => Array.from({ length: count }, (_, n) => `X-${n}: ${n}`);
  expect(read({ headers: lines(50) }).headers).toHaveLength(50);
  expect(refusal({ headers: lines(51) }).note).toContain("51 headers are more than 50");
});

test("a refused value is not repeated, because it may be a secret", () => {
  expect(refusal({ headers: { A: "s3cret\n" } }).note).not.toContain("s3cret");
});
