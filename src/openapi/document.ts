import { errorExamples, errorResponses, sharedResponses } from "./error-responses";
import { INFO } from "./info";
import type { Json } from "./json";
import { jsonSchemas } from "./json-schema";
import type { Answer, Operation, Resource } from "./operation";
import { errorsOf } from "./operation-errors";
import { addressParameters, bodyOf } from "./parameter-objects";
import { HEADERS, type HeaderName, headerRefs } from "./response-headers";
import { refOf, SCHEMAS } from "./schemas";
import { SECURITY_OF, SECURITY_SCHEMES } from "./security";
import { WEBHOOKS } from "./webhooks";

const made = new WeakMap<readonly Resource[], Json>();

/**
 * The OpenAPI 3.1 document of some resources. Its server is the origin, or `/`, which means where it was loaded from.
 * The document is made once and shared: do not change it.
 */
export function openApiDocument(resources: readonly Resource[], origin = ""): Json {
  const document = made.get(resources) ?? makeDocument(resources);
  made.set(resources, document);
  return { ...document, servers: [{ url: origin || "/" }] };
}

function makeDocument(resources: readonly Resource[]): Json {
  return {
    openapi: "3.1.0",
    info: INFO,
    servers: [],
    tags: resources.map(({ name, description }) => ({ name, description })),
    paths: pathsOf(resources),
    webhooks: WEBHOOKS,
    components: {
      securitySchemes: SECURITY_SCHEMES,
      headers: HEADERS,
      examples: errorExamples(),
      responses: sharedResponses(),
      schemas: jsonSchemas(SCHEMAS),
    },
  };
}

function pathsOf(resources: readonly Resource[]): Json {
  const paths: Record<string, Json> = {};
  for (const resource of resources) {
    for (const operation of resource.operations) {
      const path = operation.path.replace(/:(\w+)/g, "{$1}");
      const item = { [operation.method]: operationObject(path, operation, resource.name) };
      paths[path] = { ...paths[path], ...item };
    }
  }
  return paths;
}

/** https://spec.openapis.org/oas/v3.1.0#operation-object */
function operationObject(path: string, operation: Operation, tag: string): Json {
  const { id, summary, description, access } = operation;
  const parameters = addressParameters(path, operation);
  const requestBody = bodyOf(operation);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    security: SECURITY_OF[access],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(requestBody ? { requestBody } : {}),
    responses: { ...responsesOf(operation), ...errorResponses(errorsOf(operation)) },
  };
}

function responsesOf({ answers, access }: Operation): Json {
  const always: HeaderName[] = access === "private" ? ["X-Ignored-Options"] : [];
  const responses = Object.entries(answers).map(([status, answer]) => {
    const headers = new Set([...(answer.headers ?? []), ...always]);
    return [status, responseObject({ ...answer, headers: [...headers] })];
  });
  return Object.fromEntries(responses);
}

function responseObject({ description, headers, schema, example, types = [] }: Answer): Json {
  const json = schema && { schema: { $ref: refOf(schema) }, ...(example ? { example } : {}) };
  const content = {
    ...(json ? { "application/json": json } : {}),
    ...Object.fromEntries(types.map((type) => [type, { schema: contentOf(type) }])),
  };
  const isEmpty = Object.keys(content).length === 0;
  return { description, headers: headerRefs(headers), ...(isEmpty ? {} : { content }) };
}

function contentOf(type: string): Json {
  if (type === "application/json") return { type: "object" };
  return type.startsWith("image/") ? { type: "string", format: "binary" } : { type: "string" };
}
