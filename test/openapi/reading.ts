import { z } from "zod";
import { RESOURCES } from "../../src/api/resources";
import { openApiDocument } from "../../src/openapi/document";

// biome-ignore lint/suspicious/noExplicitAny: tests read any part of the document
type Part = any;

/** The document as JSON. */
export const document: Part = JSON.parse(JSON.stringify(openApiDocument(RESOURCES)));

interface Documented {
  path: string;
  method: string;
  operation: Part;
}

/** Every operation of the document. */
export const operations: Documented[] = Object.entries<Part>(document.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** Resolves a reference; returns other values unchanged. */
export function resolved(part: Part): Part {
  if (!part?.$ref) return part;
  const names: string[] = part.$ref.replace(/^#\//, "").split("/");
  const found = names.reduce((of, name) => of?.[name], document);
  if (found === undefined) throw new Error(`${part.$ref} is not defined`);
  return found;
}

/** The documented operation of a request. */
export function operationOf(method: string, path: string): Part {
  const { pathname } = new URL(path, "http://localhost");
  const matches = operations.filter(
    (of) =>
      of.method === method.toLowerCase() &&
      new RegExp(`^${of.path.replace(/\{\w+\}/g, "[^/]+")}$`).test(pathname),
  );
  // An exact path has priority over one with variables.
  return (matches.find((of) => of.path === pathname) ?? matches[0])?.operation;
}

/** The problem of a value with its documented schema, which allows no unknown keys; null if it is valid. */
export function problemOf(schema: Part, value: unknown): string | null {
  const { error } = z.fromJSONSchema(strict(schema)).safeParse(value);
  return error ? z.prettifyError(error) : null;
}

/** A schema with resolved references and merged parts, which allows no other keys. */
function strict(schema: Part): Part {
  const { allOf, $ref, ...own } = schema;
  const parts = [...($ref ? [resolved(schema)] : [own]), ...(allOf ?? [])].map((part) =>
    part === own ? own : resolved(part),
  );
  const merged = Object.assign({}, ...parts);
  if (merged.allOf) return strict(merged);
  const properties = Object.assign({}, ...parts.map((part) => part.properties));
  for (const [name, of] of Object.entries(properties)) properties[name] = strict(of);
  const { oneOf, anyOf, items, additionalProperties } = merged;
  return {
    ...merged,
    ...(oneOf ? { oneOf: oneOf.map(strict) } : {}),
    ...(anyOf ? { anyOf: anyOf.map(strict) } : {}),
    ...(items ? { items: strict(items) } : {}),
    ...(Object.keys(properties).length > 0
      ? { properties, additionalProperties: additionalProperties ?? false }
      : {}),
  };
}

/** The error codes that an operation documents, each with its status. */
export function documentedErrors(operation: Part): [code: string, status: number][] {
  return Object.entries(operation.responses).flatMap(([status, response]) => {
    const schema = resolved(response).content?.["application/json"]?.schema;
    const codes: string[] = schema?.allOf?.[1].properties.error_code.enum ?? [];
    return codes.map((code): [string, number] => [code, Number(status)]);
  });
}
