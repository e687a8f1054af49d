import { health, unhealthy } from "../../schemas/answers";
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
        access: "everybody",
        answers: {
          200: {
            description: "Database, bucket and browser answer, and the secrets can be used.",
            schema: health,
            example: { success: true, checks: CHECKS },
          },
          503: {
            description: "One of them does not.",
            schema: unhealthy,
            example: {
              ...{ success: false, error_code: "unexpected_error" },
              checks: { ...CHECKS, browser: "failing" },
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
  },
};
