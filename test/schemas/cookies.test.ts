import { describe, expect, test } from "vitest";
import { read, refusal } from "./reading";

const TWO = [
  { name: "a", value: "b" },
  { name: "c", value: "d=e" },
];

describe("cookies are read from", () => {
  test.each<[shape: string, given: unknown]>([
    ["a list of name and value", TWO],
    ["a list of key and value", TWO.map(({ name, value }) => ({ key: name, value }))],
    ["a list of one-entry maps", [{ a: "b" }, { c: "d=e" }]],
    ["one map", { a: "b", c: "d=e" }],
    ["a list of Name: value lines", ["a: b", "c: d=e"]],
    ["a list of name=value", ["a=b", "c=d=e"]],
    ["a list with several cookies in one line", ["a=b; c=d=e"]],
  ])("%s, as JSON and as JSON text", (_, given) => {
    expect(read({ cookies: given }).cookies).toEqual(TWO);
    expect(read({ cookies: ` ${JSON.stringify(given)}` }).cookies).toEqual(TWO);
  });

  test.each([
    ["a line, as the header Cookie has it", "a=b; c=d=e"],
    ["a line that ends in a semicolon", "a=b;c=d=e;"],
    ["lines of name=value", "a=b\nc=d=e"],
    ["lines of Name: value", "a: b\nc: d=e"],
  ])("%s", (_, given) => {
    expect(read({ cookies: given }).cookies).toEqual(TWO);
  });

  test.each([
    ["empty", "a=", ""],
    ["a number", { a: 1 }, "1"],
    ["a boolean", [{ name: "a", value: true }], "true"],
    ["with a colon", 'a="b:c"', '"b:c"'],
    ["not ASCII", "a=é", "é"],
  ])("a value that is %s", (_, given, value) => {
    expect(read({ cookies: given }).cookies).toEqual([{ name: "a", value }]);
  });

  test("the parameter names that web frameworks generate", () => {
    expect(read({ cookies: "user[id]=1" }).cookies).toEqual([{ name: "user[id]", value: "1" }]);
  });
});

describe("a full cookie object", () => {
  const FULL = {
    name: "a",
    value: "b",
    domain: "example.com",
    path: "/x",
    secure: true,
    httpOnly: false,
    sameSite: "Lax",
    expires: 1_900_000_000,
  };

  test("keeps all its attributes, in a list and as a single object", () => {
    expect(read({ cookies: [FULL] }).cookies).toEqual([FULL]);
    expect(read({ cookies: FULL }).cookies).toEqual([FULL]);
  });

  test("keeps them when its name is called key", () => {
    const { name: key, ...rest } = FULL;
    expect(read({ cookies: [{ key, ...rest }] }).cookies).toEqual([FULL]);
  });

  test.each<[spelling: Record<string, unknown>, meaning: Record<string, unknown>]>([
    [{ httponly: true }, { httpOnly: true }],
    [{ http_only: true }, { httpOnly: true }],
    [{ secure: "TRUE" }, { secure: true }],
    [{ same_site: "strict" }, { sameSite: "Strict" }],
    [{ samesite: "NONE" }, { sameSite: "None" }],
    [{ sameSite: "no_restriction" }, { sameSite: "None" }],
    [{ sameSite: "unspecified" }, {}],
    [{ expirationDate: 1_900_000_000.75 }, { expires: 1_900_000_000 }],
    [{ expiry: 1_900_000_000 }, { expires: 1_900_000_000 }],
    [{ expires: "1900000000" }, { expires: 1_900_000_000 }],
    [{ expires: "2030-03-17T17:46:40Z" }, { expires: 1_900_000_000 }],
    [{ expires: -1 }, {}],
    [{ expires: null, domain: null, sameSite: null }, {}],
    [{ session: true, hostOnly: true, storeId: "0" }, {}],
  ])("may spell it %j", (spelling, meaning) => {
    const expected = [{ name: "a", value: "b", ...meaning }];
    expect(read({ cookies: [{ name: "a", value: "b", ...spelling }] }).cookies).toEqual(expected);
  });
});

describe("cookies are refused with a note on entry, attribute and accepted values when", () => {
  const NAME = '"name" must be a name without spaces, = and ;';
  const VALUE = '"value" must be text without ; and control characters';

  test.each<[reason: string, entry: unknown, problem: string]>([
    ["the name is empty", { name: "", value: "" }, NAME],
    ["the name has a space", { "b c": "" }, NAME],
    ["the name has an equals sign", { name: "b=c", value: "" }, NAME],
    ["the name is a number", { name: 5, value: "" }, NAME],
    ["the value has CR and LF", { b: "1\r\nSet-Cookie: x=y" }, VALUE],
    ["the value has a semicolon", { b: "1; Domain=x" }, VALUE],
    ["the value is a list", { name: "b", value: [] }, VALUE],
    [
      "the path is relative",
      { name: "b", value: "", path: "x" },
      '"path" must be text that starts',
    ],
    ["the domain is a number", { name: "b", value: "", domain: 1 }, '"domain" must be text'],
    ["secure is a word", { name: "b", value: "", secure: "yes" }, '"secure" must be true or false'],
    [
      "sameSite is unknown",
      { name: "b", value: "", sameSite: "x" },
      '"sameSite" must be Strict, Lax',
    ],
    [
      "expires is not a time",
      { name: "b", value: "", expires: "soon" },
      '"expires" must be Unix seconds',
    ],
    ["it has no equals sign", "b", "it is neither name=value nor a cookie object"],
    ["it is null", null, "it is neither name=value nor a cookie object"],
  ])("%s", (_, entry, problem) => {
    const { code, note } = refusal({ cookies: [{ name: "a", value: "b" }, entry] });
    expect(code).toBe("invalid_options");
    expect(note).toContain(`cookies is not valid (entry 1: ${problem}`);
    expect(note).toContain('accepted: at most 100 cookies: "a=b; c=d", a JSON map');
  });

  test.each([5, true, "no equals sign", "[1,"])("they are %j", (given) => {
    expect(refusal({ cookies: given }).note).toMatch(/^cookies is not valid \(/);
  });
});

test("100 cookies are accepted, 101 refused", () => {
  const line = (count: number) => Array.from({ length: count }, (_, n) => `c${n}=${n}`).join("; ");
  expect(read({ cookies: line(100) }).cookies).toHaveLength(100);
  expect(refusal({ cookies: line(101) }).note).toContain("101 cookies are more than 100");
});

test("a refused value is not repeated, because it may be a secret", () => {
  expect(refusal({ cookies: { a: "s3cret\n" } }).note).not.toContain("s3cret");
});
