import { z } from "zod";
import { ACTIONS, actionsField, MAX_ACTIONS } from "../schemas/actions";
import { configurationParameters } from "../schemas/configuration";
import { cookieSchema, cookiesField, MAX_COOKIES } from "../schemas/cookies";
import { headersField, MAX_HEADERS } from "../schemas/headers";
import { paging } from "../schemas/paging";

/** A request header. */
export const header = z.object({ name: z.string(), value: z.string() });

/** A cookie with all its attributes. */
export const cookie = cookieSchema;

/** Each action by the name of its schema: `text_field` is a `TextFieldAction`. */
export const actions = Object.fromEntries(
  Object.entries(ACTIONS).map(([type, schema]) => [nameOfAction(type), schema]),
);

const { click, ...others } = ACTIONS;

/** Any action. */
export const action = z.discriminatedUnion("type", [click, ...Object.values(others)]);

function nameOfAction(type: string): string {
  return `${type.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Action`;
}

/** JSON Schema for fields whose zod schema does not say what may be sent. */
export const INPUT_JSON_SCHEMAS = z.registry<{ json: Record<string, unknown> }>();

const ref = (name: string) => `#/components/schemas/${name}`;
const listOf = (name: string, maxItems: number) => ({
  type: "array",
  maxItems,
  items: { $ref: ref(name) },
});
const MAP = { type: "object", additionalProperties: { type: "string" } };
const TEXT = { type: "string" };

INPUT_JSON_SCHEMAS.add(actionsField, { json: listOf("Action", MAX_ACTIONS) });
INPUT_JSON_SCHEMAS.add(headersField, {
  json: { anyOf: [listOf("Header", MAX_HEADERS), MAP, TEXT] },
});
INPUT_JSON_SCHEMAS.add(cookiesField, {
  json: {
    anyOf: [listOf("Cookie", MAX_COOKIES), MAP, TEXT],
    examples: [[{ name: "session", value: "abc" }]],
  },
});
INPUT_JSON_SCHEMAS.add(action, {
  json: {
    discriminator: {
      propertyName: "type",
      mapping: Object.fromEntries(
        Object.keys(ACTIONS).map((type) => [type, ref(nameOfAction(type))]),
      ),
    },
  },
});
// The highest page with one record a page. The limit on skipped records refuses higher ones.
INPUT_JSON_SCHEMAS.add(paging.shape.page.unwrap(), { json: { maximum: 100_001 } });
// The schema accepts 1, so that the error can name the smaller unit.
INPUT_JSON_SCHEMAS.add(configurationParameters.shape.scheduled_every.unwrap(), {
  json: { minimum: 2 },
});
