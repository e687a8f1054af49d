import type { Json } from "./json";
import { fieldsOf } from "./json-schema";
import type { Operation } from "./operation";
import { readsParameters } from "./operation-errors";
import { pathParameters } from "./path-parameters";
import { bodySchemaOf, refOf } from "./schemas";

/** The parameters in the path and the query string of an operation. */
export function addressParameters(path: string, { method, input, example }: Operation): Json[] {
  const inPath = pathParameters(path);
  if (method !== "get" || !input) return inPath;
  const { properties, required } = fieldsOf(input);
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    ...(required.includes(name) ? { required: true } : {}),
    ...worded(schema, example?.[name]),
  }));
  return [...inPath, ...inQuery];
}

/** Moves the description and the example of a field to its parameter. A list or map is sent as JSON text. */
function worded({ description, examples, ...schema }: Json, given: unknown): Json {
  const [example] = given === undefined ? ((examples as unknown[]) ?? []) : [given];
  const words = { description, ...(example === undefined ? {} : { example }) };
  if (schema["type"] !== "array" && !schema["anyOf"]) return { ...words, schema };
  const { example: value, ...rest } = words;
  const media = { schema: structured(schema), ...(value === undefined ? {} : { example: value }) };
  return { ...rest, content: { "application/json": media } };
}

/** Leaves out the alternative of plain text, which is no JSON. */
function structured({ anyOf, ...schema }: Json): Json {
  const alternatives = (anyOf as Json[] | undefined)?.filter(({ type }) => type !== "string");
  return alternatives ? { ...schema, anyOf: alternatives } : schema;
}

/** The body of an operation: JSON or a form, with the same fields. */
export function bodyOf(operation: Operation): Json | null {
  const { method, example } = operation;
  if (method === "get" || !readsParameters(operation)) return null;
  const body = bodySchemaOf(operation);
  const { properties, required } = fieldsOf(body);
  const media = { schema: { $ref: refOf(body) }, ...(example ? { example } : {}) };
  const form = { ...media, ...encodingOf(properties) };
  return {
    required: required.length > 0,
    content: {
      "application/json": media,
      "application/x-www-form-urlencoded": form,
      "multipart/form-data": form,
    },
  };
}

/** A form sends lists and maps as JSON text. */
function encodingOf(properties: Record<string, Json>): Json {
  const isStructured = ([, { type, anyOf }]: [string, Json]) =>
    anyOf !== undefined || [type].flat().includes("array");
  const names = Object.entries(properties).filter(isStructured);
  if (names.length === 0) return {};
  const json = { contentType: "application/json" };
  return { encoding: Object.fromEntries(names.map(([name]) => [name, json])) };
}
