import { expect, test } from "vitest";
import { app } from "../../src/app";
import { operations } from "./reading";

test("exactly the served routes are documented", () => {
  const inDocument = (path: string) => path.replace(/:(\w+)/g, "{$1}");
  const served = app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${inDocument(path)}`);
  const documented = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(documented.sort()).toEqual([...new Set(served)].sort());
  const ofAllMethods = app.routes.filter(({ method, path }) => method === "ALL" && path !== "/*");
  const paths = operations.map(({ path }) => path);
  for (const { path } of ofAllMethods) expect(paths).toContain(inDocument(path));
});
