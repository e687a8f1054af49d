import { z } from "zod";
import { boolean, fitsInto, integer, jsonOrText } from "./fields";

export const MAX_ACTIONS = 50;
const MAX_CODE_BYTES = 65_536;
const MAX_SELECTOR_BYTES = 4_096;

const selector = z
  .string()
  .trim()
  .min(1)
  .refine(fitsInto(MAX_SELECTOR_BYTES))
  .meta({ accepted: `a CSS selector of at most ${MAX_SELECTOR_BYTES} bytes` });
const url = z.string().trim().min(1).max(8_192).meta({ accepted: "an absolute http or https URL" });
const value = z
  .preprocess(
    (given) => (typeof given === "number" ? String(given) : given),
    z.string().refine(fitsInto(MAX_CODE_BYTES)),
  )
  .meta({ accepted: `text of at most ${MAX_CODE_BYTES} bytes` });
const code = z
  .string()
  .min(1)
  .refine(fitsInto(MAX_CODE_BYTES))
  .meta({ accepted: `text of 1 to ${MAX_CODE_BYTES} bytes` });
const wait = integer(0, 20_000, { description: "Milliseconds." });

/** The twelve actions of the specification, by their `type`. */
export const ACTIONS = {
  click: z.object({ type: z.literal("click"), selector }),
  hover: z.object({ type: z.literal("hover"), selector }),
  change: z.object({
    type: z.literal("change"),
    selector,
    send_to: z.enum(["webhook", "slack"]).meta({ accepted: "webhook or slack" }),
    url,
  }),
  redirect: z.object({ type: z.literal("redirect"), value: url }),
  javascript: z.object({ type: z.literal("javascript"), value: code }),
  css: z.object({ type: z.literal("css"), value: code }),
  text_field: z.object({ type: z.literal("text_field"), selector, value }),
  select: z.object({ type: z.literal("select"), selector, value }),
  checkbox: z.object({ type: z.literal("checkbox"), selector, value: boolean({}) }),
  submit: z.object({ type: z.literal("submit") }),
  wait: z.object({ type: z.literal("wait"), value: wait }),
  wait_for_selector: z.object({ type: z.literal("wait_for_selector"), selector }),
} as const;

export type Action = z.infer<(typeof ACTIONS)[keyof typeof ACTIONS]>;
export type ChangeAction = z.infer<typeof ACTIONS.change>;

/** Every key of an action of any type. PagePixels itself adds `custom_id`. */
export const ACTION_KEYS: ReadonlySet<string> = new Set([
  ...Object.values(ACTIONS).flatMap(({ shape }) => Object.keys(shape)),
  "custom_id",
]);

const TYPES = Object.keys(ACTIONS).join(", ");

/** Each type with its keys. */
const FORMS = Object.entries(ACTIONS).map(([type, { shape }]) => {
  const keys = Object.keys(shape).filter((key) => key !== "type");
  return keys.length > 0 ? `${type} (${keys.join(", ")})` : type;
});

/** The actions done to the page before its picture is taken, in order. */
export const actionsField = jsonOrText(
  z.unknown().transform((given, ctx): Action[] => {
    const actions = actionsOf(given);
    if (typeof actions !== "string") return actions;
    ctx.addIssue({ code: "custom", message: actions });
    return z.NEVER;
  }),
  {
    accepted: `a JSON list of at most ${MAX_ACTIONS} actions`,
    description: `Actions done to the page, in order, before its picture is taken. By type, with what each needs: ${FORMS.join("; ")}.`,
    example: [{ type: "click", selector: "#menu" }],
  },
);

function actionsOf(given: unknown): Action[] | string {
  if (!Array.isArray(given)) return "it is not a JSON list";
  if (given.length > MAX_ACTIONS) return `${given.length} actions are more than ${MAX_ACTIONS}`;
  const actions: Action[] = [];
  for (const [index, candidate] of given.entries()) {
    const action = actionOf(candidate);
    if (typeof action === "string") return `action ${index}: ${action}`;
    actions.push(action);
  }
  return actions;
}

function actionOf(candidate: unknown): Action | string {
  if (!candidate || typeof candidate !== "object") return "is not an object";
  const type: unknown = "type" in candidate ? candidate.type : undefined;
  if (typeof type !== "string" || !Object.hasOwn(ACTIONS, type)) {
    return `type ${show(type)} is not one of ${TYPES}`;
  }
  const schema = ACTIONS[type as keyof typeof ACTIONS];
  const parsed = schema.safeParse(candidate);
  return parsed.success ? parsed.data : problemOfAction(type, schema, candidate, parsed.error);
}

function problemOfAction(
  type: string,
  schema: z.ZodObject,
  candidate: object,
  error: z.ZodError,
): string {
  const key = String(error.issues[0]?.path[0]);
  const given = (candidate as Record<string, unknown>)[key];
  return `${type} needs "${key}" to be ${schema.shape[key]?.meta()?.["accepted"]}, not ${show(given)}`;
}

function show(given: unknown): string {
  return given === undefined ? "missing" : (JSON.stringify(given)?.slice(0, 60) ?? String(given));
}
