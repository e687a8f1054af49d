import { describe, expect, test } from "vitest";
import { call, callJson } from "../support/api";
import { document, operations, problemOf, resolved } from "./reading";

test("is JSON, the same for every host, and may be cached", async () => {
  const { status, headers, body } = await callJson("/openapi.json");
  expect([status, headers.get("Content-Type")]).toEqual([200, "application/json"]);
  expect(headers.get("Cache-Control")).toBe("public, max-age=60");
  expect(body).toEqual(document);
  expect(body.servers).toEqual([{ url: "/" }]);
  const PUBLIC_BASE_URL = "https://api.example.com/";
  const configured = await callJson("/openapi.json", {}, { PUBLIC_BASE_URL });
  expect(configured.body.servers).toEqual([{ url: "https://api.example.com" }]);
});

test("has the required parts of OpenAPI 3.1", () => {
  expect(document).toMatchObject({
    openapi: expect.stringMatching(/^3\.1\.\d$/),
    info: { title: "PagePixels API", version: "1.0", license: { identifier: "MIT" } },
  });
  const tags = document.tags.map(({ name }: { name: string }) => name);
  expect(new Set(tags).size).toBe(tags.length);
  for (const { operation } of operations) {
    expect(tags).toEqual(expect.arrayContaining(operation.tags));
    expect(operation.summary).not.toBe("");
    for (const response of Object.values(operation.responses)) {
      expect(resolved(response).description).toEqual(expect.any(String));
    }
  }
});

test("has a unique operationId per operation", () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test("describes every path parameter", () => {
  for (const { path, operation } of operations) {
    const inPath = (operation.parameters ?? []).filter((of: { in: string }) => of.in === "path");
    const names = inPath.map(({ name }: { name: string }) => `{${name}}`);
    expect(names).toEqual(path.match(/\{\w+\}/g) ?? []);
    for (const of of inPath) {
      expect(of).toMatchObject({ required: true, example: expect.any(String) });
      expect(of.description).toEqual(expect.any(String));
    }
  }
});

test("has no dangling reference, and no unused security scheme", () => {
  const text = JSON.stringify(document);
  const refs = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref));
  expect(refs.size).toBeGreaterThan(40);
  for (const $ref of refs) expect(resolved({ $ref })).toBeDefined();
  const schemes = operations.flatMap(({ operation }) => operation.security.flatMap(Object.keys));
  expect(new Set(schemes)).toEqual(new Set(Object.keys(document.components.securitySchemes)));
});

test("has only keywords of JSON Schema and names that begin with x-", () => {
  const words = new Set<string>();
  const visit = (schema: Record<string, unknown>) => {
    const { properties = {}, items, anyOf = [], oneOf = [], additionalProperties } = schema;
    for (const word of Object.keys(schema)) words.add(word);
    const inside = [properties, anyOf, oneOf, [items, additionalProperties].filter(Boolean)];
    for (const each of inside.flatMap((of) => Object.values(of as object))) visit(each);
  };
  for (const schema of Object.values(document.components.schemas)) visit(schema as never);
  expect([...words].sort()).toEqual(
    [
      "$ref",
      "additionalProperties",
      "anyOf",
      "const",
      "default",
      "description",
      "discriminator",
      "enum",
      "examples",
      "format",
      "items",
      "maxItems",
      "maxLength",
      "maximum",
      "minLength",
      "minimum",
      "oneOf",
      "pattern",
      "properties",
      "required",
      "type",
      "x-accepted",
    ].sort(),
  );
});

interface Media {
  schema: unknown;
  example?: unknown;
}

describe("every example matches its schema", () => {
  const samples = operations.flatMap(({ operation }) =>
    [operation.requestBody, ...Object.values(operation.responses)]
      .flatMap((part) => Object.entries<Media>(resolved(part)?.content ?? {}))
      .filter(([, media]) => media.example !== undefined)
      .map(([type, media]) => ({ name: `${operation.operationId}, ${type}`, ...media })),
  );

  test.each(samples)("$name", ({ schema, example }) => {
    expect(problemOf(schema, example)).toBeNull();
  });

  test.each<[string, { value: unknown }]>(Object.entries(document.components.examples))(
    "the error %s",
    (_, { value }) => {
      expect(problemOf(document.components.schemas.Error, value)).toBeNull();
    },
  );
});

test("HEAD gets an answer without a body", async () => {
  const head = await call("/openapi.json", { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
});
