import { expect, test } from "vitest";
import { app } from "../../src/app";
import { operations } from "./reading";

test("every route that is served is documented, and nothing else", () => {
  const served = app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
  const documented = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(documented.sort()).toEqual([...new Set(served)].sort());
});
