/** The parts of an OpenAPI document that the page reads. */
export interface Api {
  info: { title: string; version: string; description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
}

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security: Record<string, unknown>[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Answer | Reference>;
}

export interface Reference {
  $ref: string;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  example?: unknown;
  schema?: Schema;
  content?: Record<string, Media>;
}

export interface Media {
  schema: Schema | Reference;
  example?: unknown;
  examples?: Record<string, Reference>;
}

export interface Answer {
  description: string;
  content?: Record<string, Media>;
}

export interface Schema {
  type?: string | string[];
  enum?: (string | null)[];
  anyOf?: unknown[];
  default?: unknown;
  examples?: unknown[];
  description?: string;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  "x-accepted"?: string;
}

/** An operation and where it is served. */
export interface Endpoint {
  method: string;
  path: string;
  operation: Operation;
}

/** One thing that a reader may fill in. */
export interface Field {
  name: string;
  in: string;
  required: boolean;
  description: string;
  example: unknown;
  schema: Schema;
}

/** A request as it is sent, without its key. */
export interface Sent {
  method: string;
  url: string;
  headers: Record<string, string>;
  /** The name of the variable, and of the input, that hold its key. */
  key: "API_KEY" | "ADMIN_TOKEN" | null;
  body: string | null;
  /** Where curl should put the image that answers; null where text does. */
  file: string | null;
}
