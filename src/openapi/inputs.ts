import { z } from "zod";
import { credentialFields } from "../schemas/credentials";
import { boolean, integer } from "../schemas/fields";

/** The body of a request that says nothing but who sends it. */
export const credentials = z.object(credentialFields);

/** A body's fields: those of a schema, and the key. */
export function withKey(schema: z.ZodObject): z.ZodObject {
  return z.object({ ...schema.shape, ...credentialFields });
}

/** The fields of a schema as changes: each may be left out, or removed with null. */
export function changesOf(schema: z.ZodObject): z.ZodObject {
  const fields = Object.entries(schema.shape).map(([name, field]) => [
    name,
    withoutDefault(field as z.ZodType)
      .nullable()
      .optional(),
  ]);
  return z.object(Object.fromEntries(fields));
}

/** What is not given stays as it was. */
function withoutDefault(field: z.ZodType): z.ZodType {
  return field instanceof z.ZodDefault || field instanceof z.ZodOptional
    ? (field.unwrap() as z.ZodType)
    : field;
}

/** With one record a page. */
const MAX_PAGE = 100_001;
const MAX_MOMENT = 999_999_999_999_999;

/** The parameters of a list. */
export const paging = z.object({
  page: integer(1, MAX_PAGE, {
    description:
      "Which page. It skips at most 100,000 records; go on from there with `before` (with `after` where `order` is ASC).",
  }).default(1),
  limit: integer(1, 1_000, { description: "Records a page." }).default(1_000),
  after: integer(0, MAX_MOMENT, {
    description: "Only records later than this Unix timestamp, in seconds or milliseconds.",
    example: 1_618_718_721,
  }).optional(),
  before: integer(0, MAX_MOMENT, {
    description: "Only records earlier than this Unix timestamp, in seconds or milliseconds.",
    example: 1_618_719_669,
  }).optional(),
  order: z.enum(["DESC", "ASC"]).meta({ description: "DESC: the newest first." }).default("DESC"),
});

/** The parameters of an embed. */
export const embedParameters = z.object({
  thumb: boolean({ description: "Show the thumbnail." }).default(false),
});
