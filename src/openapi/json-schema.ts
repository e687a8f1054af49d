import { z } from "zod";
import { cleanJsonSchema } from "./clean-json-schema";
import { INPUT_JSON_SCHEMAS } from "./input-json-schemas";
import type { Json } from "./json";

/** The reference to a named schema of the document. */
export const schemaRef = (name: string) => `#/components/schemas/${name}`;

/** Named schemas as JSON Schema, with references between them. */
export function jsonSchemas(named: Readonly<Record<string, z.ZodType>>): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { ...READING, uri: schemaRef });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema, $id, ...schema }]) => [
      name,
      cleanJsonSchema(schema),
    ]),
  );
}

/** The fields of an object as JSON Schema, and the required ones. */
export function fieldsOf(schema: z.ZodObject): {
  properties: Record<string, Json>;
  required: string[];
} {
  const { properties = {}, required = [] } = cleanJsonSchema(z.toJSONSchema(schema, READING));
  return { properties: properties as Record<string, Json>, required: required as string[] };
}

type Override = NonNullable<Parameters<typeof z.toJSONSchema>[1]>["override"];

/** Adds what zod leaves out for fields that also read text: which are required, and their defaults. */
const override: Override = ({ zodSchema, jsonSchema }) => {
  const { def } = zodSchema._zod;
  if (def.type === "default") jsonSchema.default = def.defaultValue as typeof jsonSchema.default;
  if (def.type === "object") {
    jsonSchema.required = Object.keys(def.shape).filter((name) => mustBeGiven(def.shape[name]));
  }
  Object.assign(jsonSchema, INPUT_JSON_SCHEMAS.get(zodSchema)?.json);
};

/** Describe the input: a field with a default is optional there. */
const READING = { io: "input", unrepresentable: "any", override } as const;

const mustBeGiven = (field: z.core.$ZodType | undefined) =>
  field !== undefined && !z.safeParse(field, undefined).success;
