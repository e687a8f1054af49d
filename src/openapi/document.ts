import { errorExamples, errorResponses, sharedResponses } from "./error-responses";
import { GROUPS } from "./groups";
import { HEADERS, type HeaderName, headerRefs } from "./headers";
import { INFO } from "./info";
import { type Json, jsonSchemas } from "./json-schema";
import { type Answer, errorsOf, type Group, type Method, type Operation } from "./operation";
import { addressParameters, bodyOf } from "./parameters";
import { refOf, SCHEMAS } from "./schemas";
import { SECURITY_OF, SECURITY_SCHEMES } from "./security";
import { WEBHOOKS } from "./webhooks";

let made: Json | undefined;

/**
 * The description of the API, OpenAPI 3.1. Its server is the origin, or `/`: the one that the document came from.
 * Made once: nobody may change what is answered.
 */
export function openApiDocument(origin = ""): Json {
  made ??= makeDocument();
  return { ...made, servers: [{ url: origin || "/" }] };
}

function makeDocument(): Json {
  return {
    openapi: "3.1.0",
    info: INFO,
    servers: [],
    tags: GROUPS.map(({ name, description }) => ({ name, description })),
    paths: Object.assign({}, ...GROUPS.map(pathsOf)),
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

function pathsOf(group: Group): Json {
  const paths = Object.entries(group.paths).map(([path, operations]) => {
    const items = (Object.entries(operations) as [Method, Operation][]).map(
      ([method, operation]) => [method, operationOf(path, method, operation, group)],
    );
    return [path, Object.fromEntries(items)];
  });
  return Object.fromEntries(paths);
}

function operationOf(path: string, method: Method, operation: Operation, group: Group): Json {
  const { id, summary, description, access } = operation;
  const parameters = addressParameters(path, method, operation);
  const requestBody = bodyOf(method, operation);
  return {
    operationId: id,
    tags: [group.name],
    summary,
    ...(description ? { description } : {}),
    security: SECURITY_OF[access],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(requestBody ? { requestBody } : {}),
    responses: { ...responsesOf(operation), ...errorResponses(errorsOf(method, operation)) },
  };
}

function responsesOf({ answers, access }: Operation): Json {
  const always: HeaderName[] = access === "private" ? ["X-Ignored-Options"] : [];
  const responses = Object.entries(answers).map(([status, answer]) => {
    const headers = new Set([...(answer.headers ?? []), ...always]);
    return [status, responseOf({ ...answer, headers: [...headers] })];
  });
  return Object.fromEntries(responses);
}

function responseOf({ description, headers, schema, example, types = [] }: Answer): Json {
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
