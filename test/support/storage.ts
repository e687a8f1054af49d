import { applyD1Migrations, env, reset } from "cloudflare:test";
import { afterAll, expect, inject } from "vitest";

if (inject("emptied").includes(expect.getState().testPath ?? "")) {
  await reset();
  afterAll(reset);
}
await applyD1Migrations(env.DB, env.MIGRATIONS);
