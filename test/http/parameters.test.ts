import { describe, expect, test } from "vitest";
import { readParameters } from "../../src/http/parameters";
import { admin, callJson } from "../support/api";

const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";
const ADDRESS = "http://localhost/";

/** Creates an account with a body of this type. The answer shows which parameters were read. */
async function create(body: BodyInit, type?: string, query = "") {
  const headers: Record<string, string> = { ...admin, ...(type ? { "Content-Type": type } : {}) };
  return callJson(`/admin/accounts${query}`, { method: "POST", headers, body });
}

function formData(entries: [name: string, value: string | Blob][]): FormData {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}

describe("parameters are read", () => {
  const READ = { name: "Zoë & Co", monthly_screenshots: 5 };

  test("from a form", async () => {
    const { body } = await create("name=Zo%C3%AB+%26+Co&monthly_screenshots=5", FORM);
    expect(body.account).toMatchObject(READ);
  });

  test("from a multipart form", async () => {
    const entries: [string, string][] = [
      ["name", READ.name],
      ["monthly_screenshots", "5"],
    ];
    expect((await create(formData(entries))).body.account).toMatchObject(READ);
  });

  test.each([JSON_TYPE, "Application/JSON; Charset=UTF-8", "application/vnd.api+json"])(
    "from JSON of the type %s",
    async (type) => {
      expect((await create(JSON.stringify(READ), type)).body.account).toMatchObject(READ);
    },
  );

  test("from JSON with a byte order mark", async () => {
    const { body } = await create(`\ufeff${JSON.stringify(READ)}`, JSON_TYPE);
    expect(body.account).toMatchObject(READ);
  });

  test("from the query string", async () => {
    const { body } = await create("", undefined, `?name=Zo%C3%AB+%26+Co&monthly_screenshots=5`);
    expect(body.account).toMatchObject(READ);
  });

  test("from query string and body, where the body wins", async () => {
    const { body } = await create("name=body", FORM, "?name=query&monthly_screenshots=7");
    expect(body.account).toMatchObject({ name: "body", monthly_screenshots: 7 });
  });

  test("from the JSON body of a DELETE", async () => {
    const body = JSON.stringify({ access_token: "a" });
    const headers = { "Content-Type": JSON_TYPE };
    const request = new Request(ADDRESS, { method: "DELETE", headers, body });
    expect(await readParameters(request)).toEqual({ access_token: "a" });
  });

  test.each(["GET", "HEAD"])("only from the query string of a %s with a body", async (method) => {
    const headers = { "Content-Type": FORM };
    const posted = new Request(`${ADDRESS}?a=query`, { method: "POST", headers, body: "a=body" });
    // `fetch` cannot send it, curl can.
    const request = new Proxy(posted, {
      get: (target, key) => (key === "method" ? method : Reflect.get(target, key, target)),
    });
    expect(await readParameters(request)).toEqual({ a: "query" });
  });
});

describe("an empty value counts as not given", () => {
  test.each([
    ["in a form", "name=&monthly_screenshots=5", FORM],
    ["in JSON", '{"name":"","monthly_screenshots":5}', JSON_TYPE],
    ["as null", '{"name":null,"monthly_screenshots":5}', JSON_TYPE],
  ])("%s", async (_, body, type) => {
    expect((await create(body, type)).body.note).toMatch(
      /^name is missing; accepted: text[^.]*\.$/,
    );
  });
});

describe("a parameter that is given twice is refused", () => {
  test.each<[source: string, body: BodyInit, type: string | undefined, query: string]>([
    ["the query string", "", undefined, "?name=a&name=a"],
    ["the body", "name=a&name=b", FORM, ""],
    ["the body", "__proto__=a&__proto__=b", FORM, ""],
    [
      "the body",
      formData([
        ["name", "a"],
        ["name", "b"],
      ]),
      undefined,
      "",
    ],
  ])("in %s: %s", async (source, body, type, query) => {
    const answer = await create(body, type, query);
    expect(answer.status).toBe(400);
    expect(answer.body.error_code).toBe("invalid_options");
    expect(answer.body.note).toMatch(
      new RegExp(`^(name|__proto__) is given twice in ${source}\\.$`),
    );
  });

  test("but not if it is once in the query string and once in the body", async () => {
    const { status } = await create("name=b&monthly_screenshots=1", FORM, "?name=a");
    expect(status).toBe(201);
  });
});
