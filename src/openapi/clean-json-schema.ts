import type { Json } from "./json";

/** A JSON Schema without keywords that say nothing, and with our own keywords under names that OpenAPI allows. */
export function cleanJsonSchema(schema: Json): Json {
  return flattened(renamed(withoutNoise(withCleanParts(schema))));
}

function withCleanParts(schema: Json): Json {
  const clean = { ...schema };
  for (const key of ["items", "additionalProperties"]) {
    if (isSchema(clean[key])) clean[key] = cleanJsonSchema(clean[key]);
  }
  for (const key of ["anyOf", "oneOf"]) {
    const alternatives = clean[key];
    if (Array.isArray(alternatives)) clean[key] = alternatives.map(cleanJsonSchema);
  }
  const { properties } = clean;
  if (isSchema(properties)) {
    const entries = Object.entries(properties) as [string, Json][];
    clean["properties"] = Object.fromEntries(
      entries.map(([name, of]) => [name, cleanJsonSchema(of)]),
    );
  }
  return clean;
}

function isSchema(value: unknown): value is Json {
  return value !== null && typeof value === "object";
}

function withoutNoise(schema: Json): Json {
  const isNoise = ([key, value]: [string, unknown]) => {
    if (key === "minimum" || key === "maximum") return Math.abs(value as number) === MAX_INTEGER;
    if (key === "pattern") return schema["format"] !== undefined;
    if (key === "required") return (value as string[]).length === 0;
    return key === "propertyNames" || key === "$schema";
  };
  return Object.fromEntries(Object.entries(schema).filter((entry) => !isNoise(entry)));
}

const MAX_INTEGER = Number.MAX_SAFE_INTEGER;

/** A number, a boolean or an enumeration needs no `x-accepted`: its schema says the same. */
function renamed({ accepted, example, ...schema }: Json): Json {
  const isTold =
    schema["enum"] !== undefined ||
    ["integer", "number", "boolean"].includes(schema["type"] as string);
  return {
    ...schema,
    ...(accepted === undefined || isTold ? {} : { "x-accepted": accepted }),
    ...(example === undefined || schema["examples"] ? {} : { examples: [example] }),
  };
}

/** Writes `anyOf: [something, null]` as `type: [something, "null"]`, so that the description stays on top. */
function flattened(schema: Json): Json {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2 || anyOf[1].type !== "null") return schema;
  const { type, enum: values, anyOf: more, ...inner }: Json = anyOf[0];
  if (Array.isArray(more)) return { ...inner, ...rest, anyOf: [...more, anyOf[1]] };
  if (typeof type !== "string") return schema;
  const orNull = Array.isArray(values) ? { enum: [...values, null] } : {};
  return { ...inner, ...rest, type: [type, "null"], ...orNull };
}
