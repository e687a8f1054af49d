import type * as dom from "./dom";
import type * as form from "./form";
import type * as request from "./request";
import type * as view from "./view";

/** The parts of the OpenAPI document that the page reads. */
interface ApiDocument {
  info: { title: string; version: string; description: string };
  tags: ApiTag[];
  paths: Record<string, Record<string, ApiOperation>>;
  components: Record<string, Record<string, unknown>>;
}

/** A group of operations. */
export interface ApiTag {
  name: string;
  description: string;
}

export interface ApiOperation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security: Record<string, unknown>[];
  parameters?: ApiParameter[];
  requestBody?: { content: Record<string, ApiMedia> };
  responses: Record<string, ApiResponse | ApiReference>;
}

/** Points to a part of `components`: `#/components/schemas/Snap`. */
export interface ApiReference {
  $ref: string;
}

interface ApiParameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  example?: unknown;
  schema?: ApiSchema;
  content?: Record<string, ApiMedia>;
}

interface ApiMedia {
  schema: ApiSchema | ApiReference;
  example?: unknown;
  examples?: Record<string, ApiReference>;
}

export interface ApiResponse {
  description: string;
  content?: Record<string, ApiMedia>;
}

interface ApiSchema {
  type?: string | string[];
  enum?: (string | null)[];
  anyOf?: unknown[];
  default?: unknown;
  examples?: unknown[];
  description?: string;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, ApiSchema>;
  required?: string[];
  "x-accepted"?: string;
}

/** An operation with its method and path. */
export interface ApiEndpoint {
  method: string;
  path: string;
  operation: ApiOperation;
}

/** One value of a request that the reader can fill in. */
export interface FormField {
  name: string;
  in: string;
  required: boolean;
  description: string;
  example: unknown;
  schema: ApiSchema;
}

/**
 * The variable `client` of the page. Every function of this folder is sent to the page as its source text, so an
 * import or a call by plain name would not work there. The functions call one another as members of `client`.
 */
export type Client = typeof import("./api") &
  typeof dom &
  typeof form &
  typeof request &
  typeof view & { api: ApiDocument };

declare const client: Client;

/** All operations of the API, in the order of the document. */
export function listEndpoints(): ApiEndpoint[] {
  return Object.entries(client.api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
}

/** The object that a reference points to. Any other value is returned unchanged. */
export function resolveReference<T extends object>(value: T | ApiReference): T {
  if (!("$ref" in value)) return value;
  const [, , kind = "", name = ""] = value.$ref.split("/");
  return client.api.components[kind]?.[name] as T;
}

/** Whether the schema names this type; a type may be a list such as `["string", "null"]`. */
export function hasType({ type }: ApiSchema, name: string): boolean {
  return [type].flat().includes(name);
}

/** The fields of an operation: its parameters, then the properties of its body. */
export function listFields({ parameters = [], requestBody }: ApiOperation): FormField[] {
  const media = requestBody?.content["application/json"];
  const schema = media ? client.resolveReference<ApiSchema>(media.schema) : {};
  const examples = (media?.example ?? {}) as Record<string, unknown>;
  const bodyFields = Object.entries(schema.properties ?? {})
    // The key has an input of its own, at the top of the page.
    .filter(([name]) => name !== "access_token")
    .map(([name, property]) => ({
      name,
      in: "body",
      required: schema.required?.includes(name) ?? false,
      description: property.description ?? "",
      example: examples[name],
      schema: property,
    }));
  return [...parameters.map((parameter) => client.toField(parameter)), ...bodyFields];
}

/** The field of a parameter of the path or of the query. */
export function toField(parameter: ApiParameter): FormField {
  const media = parameter.content?.["application/json"];
  return {
    name: parameter.name,
    in: parameter.in,
    required: parameter.required === true,
    description: parameter.description ?? "",
    example: parameter.example ?? media?.example,
    schema: client.resolveReference<ApiSchema>(parameter.schema ?? media?.schema ?? {}),
  };
}
