import { Hono } from "hono";
import { expect, test } from "vitest";
import { registerOperations } from "../../src/api/register";
import { RESOURCES } from "../../src/api/resources";
import { operation, type Resource } from "../../src/openapi/operation";
import { callJson } from "../support/api";

const FORGOTTEN = {
  id: "forgotten",
  method: "get",
  path: "/forgotten",
  summary: "An operation without access",
  answers: { 200: { description: "It was answered." } },
  handler: () => new Response("open"),
} as const;

test("an operation that declares no access fails the type check and the start of the Worker", () => {
  // @ts-expect-error: `npm run check` fails where this line has no error.
  const forgotten = operation(FORGOTTEN);
  const resource: Resource = { name: "Test", description: "", operations: [forgotten] };
  expect(() => registerOperations(new Hono(), [resource])).toThrow("forgotten declares no access");
});

test("a handler of a public operation has no account", () => {
  operation({
    ...FORGOTTEN,
    access: "public",
    // @ts-expect-error: only a key brings an account.
    handler: ({ account }) => new Response(account.id),
  });
});

const closed = RESOURCES.flatMap(({ operations }) => operations).filter(
  ({ access }) => access !== "public",
);

test.each(closed)("$method $path refuses a request without credentials", async (declared) => {
  const path = declared.path.replace(/:\w+/g, "a");
  const { status, body } = await callJson(path, { method: declared.method.toUpperCase() });
  const code = declared.access === "admin" ? "invalid_access_token" : "missing_access_token";
  expect([status, body.error_code]).toEqual([401, code]);
});
