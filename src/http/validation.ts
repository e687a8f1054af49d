import type { z } from "zod";
import { AppError, type ErrorCode } from "../errors";
import type { Parameters } from "./body";

/** Fields whose errors have a code of their own, in the order in which a code is chosen. */
const CODES: readonly [ErrorCode, readonly string[]][] = [
  ["missing_or_invalid_url", ["url"]],
  ["invalid_schedule_provided", ["scheduled_screenshot", "scheduled_every", "scheduled_interval"]],
  ["invalid_multi_step_actions", ["multi_step_actions"]],
  ["invalid_page_number", ["page"]],
  ["invalid_limit", ["limit"]],
  ["invalid_after_date", ["after"]],
  ["invalid_before_date", ["before"]],
];

/** The codes of a schema's fields, beside `invalid_options`. */
export function codesOf(schema: z.ZodObject): ErrorCode[] {
  return CODES.filter(([, fields]) => fields.some((field) => field in schema.shape)).map(
    ([code]) => code,
  );
}

/** Never repeated in an error: their values may hold a secret, or be long. */
const UNSHOWN = new Set(["headers", "cookies", "js_inject", "css_inject", "multi_step_actions"]);

/** The parsed parameters, or one error whose note names every bad field. */
export function validated<T extends z.ZodObject>(schema: T, parameters: Parameters): z.infer<T> {
  const parsed = schema.safeParse(parameters);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(schema, parameters, parsed.error);
  const [code] = CODES.find(([, fields]) => fields.some((f) => problems.has(f))) ?? [
    "invalid_options" as const,
  ];
  throw new AppError(code, `${[...problems.values()].join(". ")}.`);
}

function problemsOf(schema: z.ZodObject, parameters: Parameters, error: z.ZodError) {
  const problems = new Map<string, string>();
  for (const issue of error.issues) {
    const field = String(issue.path[0]);
    if (problems.has(field)) continue;
    const accepted = issue.code === "custom" ? issue.params?.["accepted"] : undefined;
    const isWorded = issue.code === "custom" && !accepted && issue.message !== "Invalid input";
    const detail = isWorded ? ` (${issue.message})` : "";
    problems.set(
      field,
      `${field} ${describedValue(field, parameters[field])}${detail}; accepted: ${accepted ?? acceptedBy(schema, field)}`,
    );
  }
  return problems;
}

function acceptedBy(schema: z.ZodObject, field: string): unknown {
  let type: unknown = schema.shape[field];
  // `.default()` and `.optional()` wrap the field that has the words.
  while (type && typeof type === "object") {
    const { accepted } = (type as z.ZodType).meta() ?? {};
    if (accepted) return accepted;
    type = (type as { def?: { innerType?: unknown } }).def?.innerType;
  }
  return "another value";
}

function describedValue(field: string, value: unknown): string {
  if (value === undefined) return "is missing";
  if (UNSHOWN.has(field)) return "is not valid";
  return `is ${(JSON.stringify(value) ?? "").slice(0, 100).toWellFormed()}`;
}
