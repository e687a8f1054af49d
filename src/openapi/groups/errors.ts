import type { ErrorCode } from "../../errors";

/** Of the options of a configuration. */
export const OPTION_ERRORS: readonly ErrorCode[] = [
  "missing_or_invalid_url",
  "invalid_schedule_provided",
  "invalid_multi_step_actions",
];

/** Of the parameters of a list. */
export const PAGING_ERRORS: readonly ErrorCode[] = [
  "invalid_page_number",
  "invalid_limit",
  "invalid_after_date",
  "invalid_before_date",
];
