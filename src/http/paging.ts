import { AppError, type ErrorCode } from "../errors";
import type { Paging } from "../store/paging";
import type { Parameters } from "./body";

const MAX_LIMIT = 1_000;
/** Rows that `page` may skip: the database reads every one of them. */
const MAX_SKIPPED = 100_000;

/** The parameters of a list. */
export const PAGING_NAMES: ReadonlySet<string> = new Set([
  "page",
  "limit",
  "after",
  "before",
  "order",
]);

/** The page that a list request asks for; each wrong parameter has an error code of its own. */
export function readPaging(parameters: Parameters): Paging {
  const { page, limit, after, before, order } = parameters;
  const paging: Paging = {
    page: wholeNumber(page, 1, Number.MAX_SAFE_INTEGER / MAX_LIMIT, 1, () =>
      problem("invalid_page_number", "page", page, "a whole number greater than 0"),
    ),
    limit: wholeNumber(limit, 1, MAX_LIMIT, MAX_LIMIT, () =>
      problem("invalid_limit", "limit", limit, `a whole number from 1 to ${MAX_LIMIT}`),
    ),
    order: readOrder(order),
  };
  refuseFarPage(paging);
  const moment = "a Unix timestamp in seconds or milliseconds";
  if (given(after)) {
    paging.after = endOf(after) ?? problem("invalid_after_date", "after", after, moment);
  }
  if (given(before)) {
    paging.before = startOf(before) ?? problem("invalid_before_date", "before", before, moment);
  }
  return paging;
}

function refuseFarPage({ page, limit, order }: Paging): void {
  if ((page - 1) * limit <= MAX_SKIPPED) return;
  const [name, last] = order === "DESC" ? ["before", "oldest"] : ["after", "newest"];
  throw new AppError(
    "invalid_page_number",
    `page ${page} of ${limit} records would skip more than ${MAX_SKIPPED.toLocaleString("en")}: ask for page 1 again, with ${name} set to the time of the ${last} record you have.`,
  );
}

function readOrder(order: unknown): Paging["order"] {
  if (!given(order)) return "DESC";
  const word = String(order).toUpperCase();
  return word === "ASC" || word === "DESC"
    ? word
    : problem("invalid_options", "order", order, "ASC or DESC");
}

function wholeNumber(
  value: unknown,
  min: number,
  max: number,
  fallback: number,
  invalid: () => never,
): number {
  if (!given(value)) return fallback;
  const number = /^\d+$/.test(String(value)) ? Number(value) : Number.NaN;
  return number >= min && number <= max ? number : invalid();
}

/** Later seconds would be past the year 5000, earlier milliseconds before 1974. */
const FIRST_MILLISECONDS = 1e11;

/** The first millisecond of a moment; a whole second is as exclusive as a millisecond. */
function startOf(value: unknown): number | null {
  if (!/^\d{1,15}$/.test(String(value))) return null;
  const number = Number(value);
  return number < FIRST_MILLISECONDS ? number * 1_000 : number;
}

/** The last millisecond of a moment. */
function endOf(value: unknown): number | null {
  const start = startOf(value);
  return start !== null && Number(value) < FIRST_MILLISECONDS ? start + 999 : start;
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

function problem(code: ErrorCode, name: string, value: unknown, accepted: string): never {
  throw new AppError(
    code,
    `${name} is ${JSON.stringify(value).slice(0, 100)}; accepted: ${accepted}.`,
  );
}
