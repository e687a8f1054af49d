import type { Endpoint, Field, Schema } from "./api";
import type { Page } from "./page";

/** What can be filled in for an operation: parts of its address, and the fields of its body. The key has its own place. */
export function fields(page: Page, { operation }: Endpoint): Field[] {
  const inAddress = (operation.parameters ?? []).map((parameter) => {
    const media = parameter.content?.["application/json"];
    return {
      ...{ name: parameter.name, in: parameter.in, required: parameter.required === true },
      description: parameter.description ?? "",
      example: parameter.example ?? media?.example,
      schema: page.resolve<Schema>(page, parameter.schema ?? media?.schema ?? {}),
    };
  });
  const body = operation.requestBody?.content["application/json"];
  const { properties = {}, required = [] } = body ? page.resolve<Schema>(page, body.schema) : {};
  const given = (body?.example ?? {}) as Record<string, unknown>;
  const inBody = Object.entries(properties)
    .filter(([name]) => name !== "access_token")
    .map(([name, schema]) => ({
      ...{ name, in: "body", required: required.includes(name), schema },
      description: schema.description ?? "",
      example: given[name],
    }));
  return [...inAddress, ...inBody];
}
