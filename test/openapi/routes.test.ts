import { expect, test } from "vitest";
import { app } from "../../src/app";
import { operations } from "./reading";

test("exactly the served routes are documented", () => {
  const served = app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
  const documented = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(documented.sort()).toEqual([...new Set(served)].sort());
});
