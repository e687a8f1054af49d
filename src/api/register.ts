import type { Hono } from "hono";
import type { AppEnv, RequestContext } from "../http/app-env";
import { given } from "../http/parameters";
import { validated } from "../http/validation";
import type { Operation, Resource } from "../openapi/operation";
import { type Open, openerOf } from "./access";

/** Serves every operation of these resources. */
export function registerOperations(app: Hono<AppEnv>, resources: readonly Resource[]): void {
  const operations = resources.flatMap((resource) => resource.operations);
  // Hono calls the first registered path that matches a request. Paths without variables must come first.
  const hasVariable = ({ path }: Operation) => path.includes(":");
  const ordered = operations.toSorted((a, b) => Number(hasVariable(a)) - Number(hasVariable(b)));
  for (const operation of ordered) {
    const open = openerOf(operation);
    app.on(operation.method.toUpperCase(), operation.path, (c) =>
      respond(c, operation, open, resources),
    );
  }
  // These answer nothing. They give the request log the path of a request that no operation answers, such as a 405. The
  // log shows the last path that matches, so paths without variables come last.
  const paths = new Set(ordered.toReversed().map(({ path }) => path));
  for (const path of paths) app.all(path, (_, next) => next());
}

async function respond(
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
