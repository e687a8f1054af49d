import type { ErrorCode, FailureReason } from "../errors";

const STATUS_OF_REASON: Readonly<Record<FailureReason, number>> = {
  timeout: 408,
  browser_unavailable: 503,
  dns_error: 400,
  connection_failed: 400,
  tls_error: 400,
  blocked_address: 400,
  selector_not_found: 400,
  action_failed: 400,
  page_crashed: 400,
  page_too_busy: 400,
  image_too_large: 400,
  unsupported_content: 400,
};

const STATUS_OF_CODE: Readonly<Record<ErrorCode, number>> = {
  missing_access_token: 401,
  invalid_access_token: 401,
  invalid_hash_key: 403,
  usage_limit_exceeded: 403,
  billing_not_up_to_date: 403,
  forbidden: 403,
  missing_or_invalid_url: 400,
  invalid_schedule_provided: 400,
  invalid_multi_step_actions: 400,
  invalid_page_number: 400,
  invalid_limit: 400,
  invalid_after_date: 400,
  invalid_before_date: 400,
  invalid_options: 400,
  malformed_body: 400,
  screenshot_configuration_not_found: 404,
  screenshot_not_found: 404,
  change_notification_not_found: 404,
  account_not_found: 404,
  not_found: 404,
  method_not_allowed: 405,
  payload_too_large: 413,
  unsupported_media_type: 415,
  screenshot_already_in_progress: 409,
  screenshot_capturing_in_progress: 202,
  rate_limit_exceeded: 429,
  screenshot_failed: 400,
  unexpected_error: 500,
};

/** The HTTP status of an error; that of a failed capture depends on its reason. */
export function statusOf(code: ErrorCode, reason?: FailureReason): number {
  return reason ? STATUS_OF_REASON[reason] : STATUS_OF_CODE[code];
}
