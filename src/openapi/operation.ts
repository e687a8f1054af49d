import type { z } from "zod";
import type { ErrorCode } from "../errors";
import type { HeaderName } from "./headers";

/** Whose request is answered: everybody's, a private key's, either key's, the operator's. */
export type Access = "everybody" | "private" | "either" | "operator";

export type Method = "get" | "post" | "patch" | "delete";

/** An answer that is no error. */
export interface Answer {
  description: string;
  /** Of JSON. */
  schema?: z.ZodType;
  example?: unknown;
  /** Content types beside JSON, or instead of it. */
  types?: readonly string[];
  headers?: readonly HeaderName[];
}

/** One method of one path. */
export interface Operation {
  id: string;
  summary: string;
  description?: string;
  access: Access;
  /** Its parameters: those of the query of a GET, of the body of any other method. */
  input?: z.ZodObject;
  /** Values for `input`, to begin with. */
  example?: Readonly<Record<string, unknown>>;
  answers: Readonly<Record<number, Answer>>;
  /** Beside those that its access and its method bring. */
  errors?: readonly ErrorCode[];
}

/** What is read together. */
export interface Group {
  name: string;
  description: string;
  paths: Readonly<Record<string, Partial<Record<Method, Operation>>>>;
}

/** Whether it takes parameters through the reader that all bodies and query strings go through. */
export function readsParameters({ access, input }: Operation): boolean {
  return access === "operator" ? input !== undefined : access !== "everybody";
}

/** The codes that an operation can answer with. */
export function errorsOf(method: Method, operation: Operation): ErrorCode[] {
  const reads = readsParameters(operation);
  return [
    ...OF_ACCESS[operation.access],
    ...(reads ? OF_READING : []),
    ...(reads && method !== "get" ? OF_BODY : []),
    ...(operation.errors ?? []),
    "method_not_allowed",
    "unexpected_error",
  ];
}

const OF_KEY = ["missing_access_token", "invalid_access_token", "rate_limit_exceeded"] as const;

const OF_ACCESS: Readonly<Record<Access, readonly ErrorCode[]>> = {
  everybody: [],
  either: [...OF_KEY, "forbidden", "invalid_hash_key"],
  private: [...OF_KEY, "forbidden"],
  operator: ["invalid_access_token", "rate_limit_exceeded"],
};

const OF_READING = ["invalid_options", "payload_too_large"] as const;
const OF_BODY = ["malformed_body", "unsupported_media_type"] as const;
