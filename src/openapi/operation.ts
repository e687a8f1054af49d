import type { z } from "zod";
import type { Context } from "../context";
import type { ErrorCode } from "../errors";
import type { RequestContext } from "../http/app-env";
import type { Caller } from "../http/auth";
import type { Parameters } from "../http/body";
import type { Settled } from "../lib/settled";
import type { AccountRow } from "../store/rows";
import type { HeaderName } from "./response-headers";

/** Who may call an operation: everybody, a private key, either key, or the operator with the admin token. */
export type Access = "public" | "private" | "publishable" | "admin";

type Method = "get" | "post" | "patch" | "delete";

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

type Answers = Readonly<Record<number, Answer>>;

/**
 * When an input is validated if not after authentication. "before authentication": by `prepare`. "in handler": after
 * what the path names was found, or together with values that are stored.
 */
type Validation = "before authentication" | "in handler";

/** The result of `prepare`. */
interface Prepared {
  /** The query that finds the account also finds the newest picture of this key. */
  snapKey: string;
}

/** What every handler gets. */
interface BaseRequest<P extends string, I extends z.ZodObject, V = undefined> {
  c: RequestContext;
  ctx: Context;
  /** The variable parts of the path. */
  params: Record<ParameterOf<P>, string>;
  /** The validated input; empty where `validation` is given. */
  input: V extends Validation ? Record<string, never> : z.output<I>;
  /** The input as it was sent. */
  parameters: Parameters;
  /** Every resource of the API, for its own description. */
  resources: readonly Resource[];
}

/** What a handler also gets when the access needs a key. */
interface KeyRequest<R> {
  caller: Caller;
  account: AccountRow;
  /** The result of `prepare`, or its error; undefined where `prepare` is left out. */
  prepared: R extends Prepared ? Settled<R> : undefined;
}

/** The request of any operation with a key. */
export type KeyedRequest<R = undefined> = BaseRequest<string, z.ZodObject> & KeyRequest<R>;

/** What the access check reads from a request. */
export type Opened = Pick<BaseRequest<string, z.ZodObject>, "parameters"> &
  Partial<KeyRequest<Prepared>>;

type OperationRequest<
  K extends Access,
  P extends string,
  I extends z.ZodObject,
  V,
  R,
> = BaseRequest<P, I, V> & (K extends "private" | "publishable" ? KeyRequest<R> : unknown);

/** One method of one path: its access, input, documentation and handler. */
interface Declaration<
  K extends Access,
  P extends string,
  I extends z.ZodObject,
  V,
  A extends Answers,
  R,
> {
  id: string;
  method: Method;
  /** With its variable parts as `:name`. */
  path: P;
  access: K;
  summary: string;
  description?: string;
  /** Its parameters: from the query of a GET, from the query or the body of any other method. */
  input?: I;
  /** Example values of `input`. */
  example?: Readonly<Record<string, unknown>>;
  /** When the input is validated. Left out: after authentication. */
  validation?: V;
  /** Reads the input before the key is looked up. Its error is thrown by `prepared.orThrow()`, after authentication. */
  prepare?: (ctx: Context, parameters: Parameters) => Promise<R>;
  answers: A;
  /** The codes besides those of its access, its method and its input. */
  errors?: readonly ErrorCode[];
  /** Returns the JSON of a success, or a response. */
  handler: (request: OperationRequest<K, P, I, V, R>) => Promised<JsonOf<A> | Response>;
}

/** An operation without its own types, for lists. */
export interface Operation
  extends Omit<Declaration<Access, string, z.ZodObject, Validation, Answers, Prepared>, "handler"> {
  handler: (
    request: BaseRequest<string, z.ZodObject> & Partial<KeyRequest<Prepared>>,
  ) => Promised<object | Response>;
}

/** The operations of one resource. */
export interface Resource {
  name: string;
  description: string;
  operations: readonly Operation[];
}

type Promised<T> = T | Promise<T>;

/** The names in a path: `"id"` of `/jobs/:id`. */
type ParameterOf<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParameterOf<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Name
    : never;

/** The JSON of a success. */
type JsonOf<A extends Answers> = {
  [S in keyof A]: S extends 200 | 201
    ? A[S] extends { schema: infer Z extends z.ZodType }
      ? z.output<Z>
      : never
    : never;
}[keyof A];

/** Declares an operation: its handler is typed by its path, its input and its answers. */
export function operation<
  const K extends Access,
  const P extends string,
  const A extends Answers,
  I extends z.ZodObject = z.ZodObject,
  V extends Validation | undefined = undefined,
  R extends Prepared | undefined = undefined,
>(declaration: Declaration<K, P, I, V, A, R>): Operation {
  return declaration as unknown as Operation;
}
