import { z } from "zod";
import { integer, timestamp } from "./fields";

const MAX_LIMIT = 1_000;
/** Rows that `page` may skip: the database reads every one of them. */
const MAX_SKIPPED = 100_000;

const upperCase = (value: unknown) => (typeof value === "string" ? value.toUpperCase() : value);

/** The parameters of a list. */
export const paging = z
  .object({
    page: integer(1, Number.MAX_SAFE_INTEGER, {
      description:
        "Which page. It skips at most 100,000 records; go on from there with `before` (with `after` where `order` is ASC).",
      accepted: "a whole number greater than 0",
    }).default(1),
    limit: integer(1, MAX_LIMIT, { description: "Records a page." }).default(MAX_LIMIT),
    after: timestamp("last", {
      description: "Only records later than this Unix timestamp, in seconds or milliseconds.",
      example: 1_618_718_721,
    }).optional(),
    before: timestamp("first", {
      description: "Only records earlier than this Unix timestamp, in seconds or milliseconds.",
      example: 1_618_719_669,
    }).optional(),
    order: z
      .preprocess(upperCase, z.enum(["DESC", "ASC"]))
      .meta({ description: "DESC: the newest first.", accepted: "ASC or DESC" })
      .default("DESC"),
  })
  .superRefine(refuseFarPage, {
    // Errors of other parameters do not hide this one.
    when: ({ issues }) =>
      issues.every(({ path }) => path && path[0] !== "page" && path[0] !== "limit"),
  });

/** `order` may be a wrong value, which has an error of its own. */
function refuseFarPage(
  { page, limit, order }: { page: number; limit: number; order: unknown },
  ctx: z.RefinementCtx,
): void {
  if ((page - 1) * limit <= MAX_SKIPPED) return;
  const [name, last] = order === "ASC" ? ["after", "newest"] : ["before", "oldest"];
  const accepted = `a page that skips at most ${MAX_SKIPPED.toLocaleString("en")} records (instead ask for page 1 again, with ${name} set to the time of the ${last} record you have)`;
  ctx.addIssue({ code: "custom", path: ["page"], params: { accepted } });
}
