import type { ErrorCode, FailureReason } from "../errors";
import { statusOf } from "../http/error-status";
import { ERROR_CODES, MEANINGS, REASONS } from "./error-meanings";
import type { Json } from "./json";
import { schemaRef } from "./json-schema";
import { type HeaderName, headerRefs } from "./response-headers";

/** An error code with its status. A failed capture has one status for each reason. */
interface Case {
  code: ErrorCode;
  reason?: FailureReason;
  status: number;
}

/** Responses that many operations share: their names, and the codes in them. */
const SHARED: Readonly<Record<string, readonly ErrorCode[]>> = {
  Unauthorized: ["missing_access_token", "invalid_access_token"],
  NotTheOperator: ["invalid_access_token"],
  PublishableKeyRefused: ["forbidden"],
  MethodNotAllowed: ["method_not_allowed"],
  TooLarge: ["payload_too_large"],
  UnsupportedMediaType: ["unsupported_media_type"],
  TooManyRequests: ["rate_limit_exceeded"],
  UnexpectedError: ["unexpected_error"],
};

/** The shared responses of the document. */
export function sharedResponses(): Json {
  const named = Object.entries(SHARED).map(([name, codes]) => [
    name,
    errorResponse(codes.flatMap(casesOf)),
  ]);
  return Object.fromEntries(named);
}

/** One example of each error, and of a failed capture one for each reason. */
export function errorExamples(): Json {
  const cases = ERROR_CODES.flatMap(casesOf);
  return Object.fromEntries(cases.map((each) => [exampleName(each), exampleOf(each)]));
}

/** The responses of these errors, by status. */
export function errorResponses(codes: readonly ErrorCode[]): Record<string, Json> {
  const byStatus = Object.groupBy(codes.flatMap(casesOf), ({ status }) => status);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, cases = []]) => [
      status,
      sharedRef(cases) ?? errorResponse(cases),
    ]),
  );
}

function sharedRef(cases: readonly Case[]): Json | null {
  const wanted = uniqueCodes(cases).join();
  const [name] = Object.entries(SHARED).find(([, codes]) => codes.join() === wanted) ?? [];
  return name ? { $ref: `#/components/responses/${name}` } : null;
}

function errorResponse(cases: readonly Case[]): Json {
  const codes = uniqueCodes(cases);
  return {
    description: codes.map((code) => `\`${code}\`: ${MEANINGS[code]}`).join("\n\n"),
    headers: headerRefs(codes.flatMap((code) => HEADERS_OF[code] ?? [])),
    content: {
      "application/json": {
        schema: {
          allOf: [
            { $ref: schemaRef("Error") },
            { type: "object", properties: { error_code: { enum: codes } } },
          ],
        },
        examples: Object.fromEntries(
          cases.map(exampleName).map((name) => [name, { $ref: `#/components/examples/${name}` }]),
        ),
      },
    },
  };
}

const HEADERS_OF: Partial<Record<ErrorCode, readonly HeaderName[]>> = {
  method_not_allowed: ["Allow"],
  rate_limit_exceeded: ["Retry-After"],
  screenshot_capturing_in_progress: ["Retry-After"],
  screenshot_failed: ["X-Job-Id", "Retry-After"],
};

function casesOf(code: ErrorCode): Case[] {
  if (code !== "screenshot_failed") return [{ code, status: statusOf(code) }];
  const reasons = Object.keys(REASONS) as FailureReason[];
  return reasons.map((reason) => ({ code, reason, status: statusOf(code, reason) }));
}

function uniqueCodes(cases: readonly Case[]): ErrorCode[] {
  return [...new Set(cases.map(({ code }) => code))];
}

function exampleName({ code, reason }: Case): string {
  return reason ? `${code}.${reason}` : code;
}

const JOB_ID = "e04f919c15e14af4b32d8f6a";

function exampleOf({ code, reason }: Case): Json {
  const summary = reason ? REASONS[reason] : MEANINGS[code];
  const hasJob = reason || code === "screenshot_capturing_in_progress";
  return {
    summary,
    value: {
      success: false,
      error_code: code,
      note: summary,
      ...(reason ? { reason } : {}),
      ...(hasJob ? { job_id: JOB_ID } : {}),
      request_id: "6f1f8a52-3b61-4c0e-9d52-6a4c6a0f7a55",
    },
  };
}
