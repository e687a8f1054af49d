import { health, unhealthy } from "../../schemas/answers";
import { smokePage } from "../../schemas/smoke-page";
import type { Group, Operation } from "../operation";

const CHECKS = { database: "ok", bucket: "ok", browser: "ok", secrets: "ok" };

const DOCS_PAGE: Operation["answers"] = {
  200: { description: "A page.", types: ["text/html"], headers: ["Cache-Control"] },
};

export const service: Group = {
  name: "Service",
  description: "About the service itself.",
  paths: {
    "/": {
      get: {
        id: "getHome",
        summary: "Read and try the API, at the door",
        access: "everybody",
        answers: DOCS_PAGE,
      },
    },
    "/healthz": {
      get: {
        id: "getHealth",
        summary: "Check the service",
        description: "What was found in the last five seconds. Limited per address.",
        access: "everybody",
        errors: ["rate_limit_exceeded"],
        answers: {
          200: {
            description: "Database, bucket and browser answer, and the secrets can be used.",
            schema: health,
            example: { success: true, checks: CHECKS, remote_address: "checked" },
          },
          503: {
            description: "One of them does not.",
            schema: unhealthy,
            example: {
              ...{ success: false, error_code: "unexpected_error" },
              checks: { ...CHECKS, browser: "failing" },
              remote_address: "checked",
              note: "A part of the service does not answer.",
              request_id: "6f1f8a52-3b61-4c0e-9d52-6a4c6a0f7a55",
            },
          },
        },
      },
    },
    "/openapi.json": {
      get: {
        id: "getOpenApi",
        summary: "Get this description",
        access: "everybody",
        answers: {
          200: {
            description: "The API as an OpenAPI 3.1 document.",
            types: ["application/json"],
            headers: ["Cache-Control"],
          },
        },
      },
    },
    "/docs": {
      get: {
        id: "getDocs",
        summary: "Read and try the API",
        access: "everybody",
        answers: DOCS_PAGE,
      },
    },
    "/smoke-page": {
      get: {
        id: "getSmokePage",
        summary: "Show a page with known pixels",
        description:
          "`npm run smoke` captures it to check a deployment. It is the only page of the service that may be captured.",
        access: "everybody",
        input: smokePage,
        answers: {
          200: { description: "A page.", types: ["text/html"], headers: ["Cache-Control"] },
        },
        errors: ["invalid_options"],
      },
    },
  },
};
