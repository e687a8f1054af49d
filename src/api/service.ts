import { docsPage } from "../docs/page";
import { recentHealth, remoteAddressCheck } from "../domain/health";
import type { RequestContext } from "../http/app-env";
import { cacheable } from "../http/caching";
import { limitHealthChecks } from "../http/rate-limit";
import { regionOf } from "../http/region";
import { openApiDocument } from "../openapi/document";
import { type Answer, operation, type Resource } from "../openapi/operation";
import { health, unhealthy } from "../schemas/answers";
import { smokePageParameters } from "../schemas/smoke-page";
import { smokePage } from "./smoke-page";

const CHECKS = { database: "ok", bucket: "ok", browser: "ok", secrets: "ok" };

const PAGE: Answer = { description: "A page.", types: ["text/html"], headers: ["Cache-Control"] };

/** Short, since a new deployment may change the answer. */
const KEPT = cacheable({ edge: 60, browser: "public, max-age=60", tags: ["docs"] });

async function showDocs(c: RequestContext): Promise<Response> {
  const { html, policy } = await docsPage();
  return c.html(html, 200, { ...KEPT, "Content-Security-Policy": policy });
}

export const service: Resource = {
  name: "Service",
  description: "About the service itself.",
  operations: [
    operation({
      id: "getHome",
      method: "get",
      path: "/",
      access: "public",
      summary: "Read and try the API (start page)",
      answers: { 200: PAGE },
      handler: ({ c }) => showDocs(c),
    }),
    operation({
      id: "getHealth",
      method: "get",
      path: "/healthz",
      access: "public",
      summary: "Check the service",
      description: "The result of a check in the last five seconds. Rate-limited per address.",
      answers: {
        200: {
          description: "Database, bucket and browser answer, and the secrets are valid.",
          schema: health,
          example: { success: true, checks: CHECKS, remote_address: "checked" },
        },
        503: {
          description: "One of them fails.",
          schema: unhealthy,
          example: {
            success: false,
            error_code: "unexpected_error",
            checks: { ...CHECKS, browser: "failing" },
            remote_address: "checked",
            note: "A part of the service does not answer.",
            request_id: "6f1f8a52-3b61-4c0e-9d52-6a4c6a0f7a55",
          },
        },
      },
      errors: ["rate_limit_exceeded"],
      handler: async ({ c, ctx }) => {
        await limitHealthChecks(c);
        const [checks, remote_address] = await Promise.all([
          recentHealth(ctx),
          remoteAddressCheck(c.env, regionOf(c)),
        ]);
        const success = Object.values(checks).every((result) => result === "ok");
        if (success) return { success, checks, remote_address };
        const note = "A part of the service does not answer.";
        const request_id = c.get("requestId");
        const error = { error_code: "unexpected_error", checks, remote_address, note, request_id };
        return c.json({ success, ...error }, 503);
      },
    }),
    operation({
      id: "getOpenApi",
      method: "get",
      path: "/openapi.json",
      access: "public",
      summary: "Get this document",
      answers: {
        200: {
          description: "The API as an OpenAPI 3.1 document.",
          types: ["application/json"],
          headers: ["Cache-Control"],
        },
      },
      handler: ({ c, resources }) => {
        // Not the request's origin: the edge keeps one answer for all hosts of the Worker.
        const origin = c.env.PUBLIC_BASE_URL.replace(/\/+$/, "");
        return c.json(openApiDocument(resources, origin), 200, KEPT);
      },
    }),
    operation({
      id: "getDocs",
      method: "get",
      path: "/docs",
      access: "public",
      summary: "Read and try the API",
      answers: { 200: PAGE },
      handler: ({ c }) => showDocs(c),
    }),
    operation({
      id: "getSmokePage",
      method: "get",
      path: "/smoke-page",
      access: "public",
      summary: "Show a page with known pixels",
      description:
        "`npm run smoke` captures it to check a deployment. It is the only page of the service that may be captured.",
      input: smokePageParameters,
      answers: { 200: PAGE },
      errors: ["invalid_options"],
      handler: ({ c, input }) => smokePage(c, input.kind),
    }),
  ],
};
