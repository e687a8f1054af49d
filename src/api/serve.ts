import type { Hono } from "hono";
import type { AppEnv, RequestContext } from "../http/app-env";
import { given } from "../http/parameters";
import { validated } from "../http/validation";
import type { Operation, Resource } from "../openapi/operation";
import { type Open, openerOf } from "./access";

/** Serves every operation of these resources. */
export function serve(app: Hono<AppEnv>, resources: readonly Resource[]): void {
  const operations = resources.flatMap((resource) => resource.operations);
  // Of two paths that match a request, Hono calls the one that was registered first: the one without variables.
  const isVariable = ({ path }: Operation) => Number(path.includes(":"));
  for (const operation of operations.toSorted((a, b) => isVariable(a) - isVariable(b))) {
    const open = openerOf(operation);
    app.on(operation.method.toUpperCase(), operation.path, (c) =>
      answer(c, operation, open, resources),
    );
  }
}

async function answer(
  c: RequestContext,
  operation: Operation,
  open: Open,
  resources: readonly Resource[],
): Promise<Response> {
  const { input, validation, handler, answers } = operation;
  const opened = await open(c, operation);
  const result = await handler({
    c,
    ctx: c.get("ctx"),
    params: c.req.param(),
    input: input && !validation ? validated(input, given(opened.parameters)) : {},
    resources,
    ...opened,
  });
  if (result instanceof Response) return result;
  return c.json(result, answers[201] ? 201 : 200);
}
