import { z } from "zod";
import type { ErrorCode, FailureReason } from "../errors";
import { jobDone } from "../schemas/answers";

/** The meaning of each error code. */
export const MEANINGS: Readonly<Record<ErrorCode, string>> = {
  missing_access_token: "No API key was sent.",
  invalid_access_token: "No account has this API key.",
  missing_or_invalid_url: "The address is missing, malformed or not public.",
  invalid_hash_key: "The publishable key came without a valid hash_key or signature.",
  usage_limit_exceeded: "The monthly allotment of screenshots is used up.",
  rate_limit_exceeded: "Too many requests. Retry-After says when to try again.",
  screenshot_configuration_not_found: "The account has no such configuration.",
  screenshot_already_in_progress: "A screenshot of this configuration is being captured already.",
  screenshot_capturing_in_progress: "The screenshot is being captured. Ask again later.",
  screenshot_not_found: "The account has no such screenshot.",
  screenshot_failed: "The page could not be captured. reason and note say why.",
  invalid_schedule_provided:
    "The schedule is incomplete or outside its limits. note says what is wrong.",
  invalid_multi_step_actions: "The list of actions is not valid. note says where.",
  billing_not_up_to_date: "A payment is missing. There are no new captures until it is made.",
  invalid_page_number: "page must be a whole number greater than 0.",
  invalid_limit: "limit must be a whole number from 1 to 1000.",
  invalid_after_date: "after must be a Unix timestamp in seconds or milliseconds.",
  invalid_before_date: "before must be a Unix timestamp in seconds or milliseconds.",
  invalid_options: "A parameter is not accepted, or is given twice. note names each of them.",
  malformed_body: "The body does not match its content type.",
  payload_too_large:
    "More than 1 MiB of body, 16,000 characters of query string, or 256 KiB of configuration.",
  unsupported_media_type: "The body is neither JSON nor a form.",
  method_not_allowed: "The path has other methods. Allow names them.",
  forbidden: "The key is valid, but may not do this.",
  change_notification_not_found: "The account has no such change notification.",
  account_not_found: "There is no such account.",
  not_found: "There is nothing at this address.",
  unexpected_error: "The service failed. The cause is in the log under request_id.",
};

/** The meaning of each reason of a failed capture. */
export const REASONS: Readonly<Record<FailureReason, string>> = {
  timeout: "The page took too long.",
  browser_unavailable: "No browser was free in time. Try again.",
  dns_error: "A host name was not found.",
  connection_failed: "A host could not be reached.",
  tls_error: "A host has no valid certificate.",
  blocked_address: "The page led to an address that is not public.",
  selector_not_found: "No element matches a selector.",
  action_failed: "One of the multi_step_actions could not be done.",
  page_crashed: "The page crashed its browser process.",
  page_too_busy: "The page keeps the browser so busy that no picture can be taken.",
  image_too_large: "The picture is too large for its format. note says what would fit.",
  unsupported_content: "The address is not a page that a browser can show.",
};

/** Every code, in the order of the specification. */
export const ERROR_CODES = Object.keys(MEANINGS) as [ErrorCode, ...ErrorCode[]];
const reasons = Object.keys(REASONS) as [FailureReason, ...FailureReason[]];

const note = z.string().meta({ description: "What is wrong, in words." });
const jobId = z.string().meta({ description: "The job that failed or is being captured." });
const requestId = z.uuid().meta({ description: "The id of the request in the log." });

/** The answer of every error. */
export const errorAnswer = z.object({
  success: z.literal(false),
  error_code: z.enum(ERROR_CODES),
  note,
  request_id: requestId,
  reason: z.enum(reasons).optional().meta({ description: "Of screenshot_failed." }),
  job_id: jobId.optional(),
});

/** A job that failed. Its status is 200: the request itself succeeded. */
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

/** The answer about a closed job. */
export const jobAnswer = z.discriminatedUnion("success", [jobDone, jobFailed]);
export type JobAnswer = z.infer<typeof jobAnswer>;
