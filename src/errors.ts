/** Why a page could not be captured: an outcome of the page, recorded on the job. */
export type FailureReason = keyof typeof STATUS_OF_REASON;

const STATUS_OF_REASON = {
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
} as const;

const STATUS_OF_CODE = {
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
} as const;

/** Every `error_code` a client can meet. */
export type ErrorCode = keyof typeof STATUS_OF_CODE;

/** The HTTP status of an error; a failed capture's depends on its reason. */
export function statusOf(code: ErrorCode, reason?: FailureReason): number {
  return reason ? STATUS_OF_REASON[reason] : STATUS_OF_CODE[code];
}

/** An answer to the client: its code, a human note, and what belongs beside them. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly note: string,
    readonly more: {
      readonly reason?: FailureReason;
      readonly body?: Record<string, unknown>;
      readonly headers?: Record<string, string>;
    } = {},
  ) {
    super(`${code}: ${note}`);
    this.name = "AppError";
  }

  get status(): number {
    return statusOf(this.code, this.more.reason);
  }
}

/** A capture that ended without a picture, and why. */
export class CaptureFailure extends Error {
  constructor(
    readonly reason: FailureReason,
    readonly note: string,
    options?: ErrorOptions,
  ) {
    super(`${reason}: ${note}`, options);
    this.name = "CaptureFailure";
  }
}
