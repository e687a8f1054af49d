import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../src/errors";
import { statusOf } from "../../src/http/error-status";
import { document, documentedErrors, operations } from "./reading";

/** Every error code of the contract, with its status. */
const CODES: Record<Exclude<ErrorCode, "screenshot_failed">, number> = {
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
  unexpected_error: 500,
};

const documented = operations.flatMap(({ operation }) => documentedErrors(operation));

describe("an error code is documented with its status only", () => {
  test.each(Object.entries(CODES))("%s is %i", (code, status) => {
    const statuses = documented.filter(([name]) => name === code).map(([, of]) => of);
    expect(new Set(statuses)).toEqual(new Set([status]));
    expect(statusOf(code as ErrorCode)).toBe(status);
  });

  test("screenshot_failed has the status of its reason", () => {
    const statuses = documented.filter(([name]) => name === "screenshot_failed");
    expect(new Set(statuses.map(([, of]) => of))).toEqual(new Set([400, 408, 503]));
  });
});

test("no other code is documented", () => {
  const codes = new Set(documented.map(([code]) => code));
  expect([...codes].sort()).toEqual([...Object.keys(CODES), "screenshot_failed"].sort());
  expect(document.components.schemas.Error.properties.error_code.enum.sort()).toEqual(
    [...codes].sort(),
  );
});

test("every operation documents a wrong method and an unexpected error", () => {
  for (const { operation } of operations) {
    expect(documentedErrors(operation)).toEqual(
      expect.arrayContaining([
        ["method_not_allowed", 405],
        ["unexpected_error", 500],
      ]),
    );
  }
});
