import type { ErrorCode } from "../errors";
import { codesOf } from "../http/validation";
import type { Access, Operation } from "./operation";

/** Whether it takes parameters from the query string and the body, beside its path. */
export function readsParameters({ access, input }: Operation): boolean {
  return access === "admin" ? input !== undefined : access !== "public";
}

/** The codes that an operation can answer with. */
export function errorsOf(operation: Operation): ErrorCode[] {
  const { access, method, input, errors = [] } = operation;
  const reads = readsParameters(operation);
  return [
    ...OF_ACCESS[access],
    ...(reads ? OF_READING : []),
    ...(reads && method !== "get" ? OF_BODY : []),
    ...(input ? codesOf(input) : []),
    ...errors,
    "method_not_allowed",
    "unexpected_error",
  ];
}

const OF_KEY = ["missing_access_token", "invalid_access_token", "rate_limit_exceeded"] as const;

const OF_ACCESS: Readonly<Record<Access, readonly ErrorCode[]>> = {
  public: [],
  publishable: [...OF_KEY, "forbidden", "invalid_hash_key"],
  private: [...OF_KEY, "forbidden"],
  admin: ["invalid_access_token", "rate_limit_exceeded"],
};

const OF_READING = ["invalid_options", "payload_too_large"] as const;
const OF_BODY = ["malformed_body", "unsupported_media_type"] as const;
