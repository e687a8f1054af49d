/** Why a page could not be captured: an outcome of the page, recorded on the job. */
export type FailureReason =
  | "timeout"
  | "browser_unavailable"
  | "dns_error"
  | "connection_failed"
  | "tls_error"
  | "blocked_address"
  | "selector_not_found"
  | "action_failed"
  | "page_crashed"
  | "page_too_busy"
  | "image_too_large"
  | "unsupported_content";

/** Every `error_code` a client can meet. */
export type ErrorCode =
  | "missing_access_token"
  | "invalid_access_token"
  | "invalid_hash_key"
  | "usage_limit_exceeded"
  | "billing_not_up_to_date"
  | "forbidden"
  | "missing_or_invalid_url"
  | "invalid_schedule_provided"
  | "invalid_multi_step_actions"
  | "invalid_page_number"
  | "invalid_limit"
  | "invalid_after_date"
  | "invalid_before_date"
  | "invalid_options"
  | "malformed_body"
  | "screenshot_configuration_not_found"
  | "screenshot_not_found"
  | "change_notification_not_found"
  | "account_not_found"
  | "not_found"
  | "method_not_allowed"
  | "payload_too_large"
  | "unsupported_media_type"
  | "screenshot_already_in_progress"
  | "screenshot_capturing_in_progress"
  | "rate_limit_exceeded"
  | "screenshot_failed"
  | "unexpected_error";

/** What an error says beside its code and note; the HTTP layer makes headers and body of it. */
export interface ErrorDetails {
  /** Why the capture failed. */
  reason?: FailureReason;
  /** The job that failed or is in progress. */
  jobId?: string;
  /** When it is worth asking again. */
  retryAfterSeconds?: number;
  /** The methods that the path accepts. */
  allow?: string[];
}

/** An error that is answered to the client: its code, a note for people, and details. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly note: string,
    readonly details: ErrorDetails = {},
  ) {
    super(`${code}: ${note}`);
    this.name = "AppError";
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
