import { z } from "zod";
import type { ErrorCode, FailureReason } from "../errors";
import { jobDone } from "../schemas/answers";

/** What each error code means. */
export const MEANINGS: Readonly<Record<ErrorCode, string>> = {
  missing_access_token: "No API key was sent.",
  invalid_access_token: "No account has this API key.",
  missing_or_invalid_url: "The address is missing, malformed or not public.",
  invalid_hash_key: "The publishable key came without a valid hash_key or signature.",
  usage_limit_exceeded: "The monthly allotment of screenshots is used up.",
  rate_limit_exceeded: "Too many requests; ask again when Retry-After says.",
  screenshot_configuration_not_found: "The account has no such configuration.",
  screenshot_already_in_progress: "A screenshot of this configuration is being captured already.",
  screenshot_capturing_in_progress: "The screenshot is being captured; ask again.",
  screenshot_not_found: "The account has no such screenshot.",
  screenshot_failed: "The page gave no picture; reason and note say why.",
  invalid_schedule_provided: "The schedule is incomplete or out of its limits; note says which.",
  invalid_multi_step_actions: "The list of actions is not valid; note says where.",
  billing_not_up_to_date: "A payment is missing: no new captures until it is made.",
  invalid_page_number: "page is a whole number greater than 0.",
  invalid_limit: "limit is a whole number from 1 to 1000.",
  invalid_after_date: "after is a Unix timestamp in seconds or milliseconds.",
  invalid_before_date: "before is a Unix timestamp in seconds or milliseconds.",
  invalid_options: "A parameter is not accepted, or given twice; note names every one.",
  malformed_body: "The body cannot be read as what it claims to be.",
  payload_too_large:
    "More than 1 MiB of body, 16,000 characters of query string, or 256 KiB of configuration.",
  unsupported_media_type: "The body is neither JSON nor a form.",
  method_not_allowed: "The path is served with other methods, which Allow names.",
  forbidden: "The key is valid but does not open this.",
  change_notification_not_found: "The account has no such change notification.",
  account_not_found: "There is no such account.",
  not_found: "There is nothing at this address.",
  unexpected_error: "Something went wrong here; its cause is in the log under request_id.",
};

/** Why a page gives no picture. */
export const REASONS: Readonly<Record<FailureReason, string>> = {
  timeout: "The page took longer than a capture may.",
  browser_unavailable: "No browser was free in time; ask again.",
  dns_error: "The name of a host was not found.",
  connection_failed: "A host could not be reached.",
  tls_error: "A host has no valid certificate.",
  blocked_address: "The page led to an address that is not public.",
  selector_not_found: "No element matches a selector.",
  action_failed: "One of the multi_step_actions could not be done.",
  page_crashed: "The page made its browser process end.",
  page_too_busy: "The page keeps the browser so busy that no picture can be taken.",
  image_too_large: "The picture is larger than its format can be; note says what would fit.",
  unsupported_content: "The address does not give what a browser shows as a page.",
};

/** Every code, in the order of the specification. */
export const ERROR_CODES = Object.keys(MEANINGS) as [ErrorCode, ...ErrorCode[]];
const reasons = Object.keys(REASONS) as [FailureReason, ...FailureReason[]];

const note = z.string().meta({ description: "What is wrong, for people." });
const jobId = z.string().meta({ description: "The job that failed or is being captured." });
const requestId = z.uuid().meta({ description: "Names the request in the log." });

/** Every error. */
export const errorAnswer = z.object({
  success: z.literal(false),
  error_code: z.enum(ERROR_CODES),
  note,
  request_id: requestId,
  reason: z.enum(reasons).optional().meta({ description: "Of screenshot_failed." }),
  job_id: jobId.optional(),
});

/** A job that ended without a picture: the question was answered, so its status is 200. */
export const jobFailed = z.object({
  success: z.literal(false),
  error_code: z.literal("screenshot_failed"),
  reason: z.enum([
    ...reasons,
    "usage_limit_exceeded",
    "billing_not_up_to_date",
    "unexpected_error",
  ]),
  note,
  job_id: jobId,
  request_id: requestId,
});

/** What is answered about a job that is over. */
export const jobAnswer = z.discriminatedUnion("success", [jobDone, jobFailed]);
export type JobAnswer = z.infer<typeof jobAnswer>;
