import {
  captureStarted,
  configurationCreated,
  configurationDeleted,
  configurationList,
  configurationShown,
  configurationUpdated,
} from "../../schemas/answers";
import { paging } from "../inputs";
import type { Group } from "../operation";
import { CONFIGURATION, EMBED_URL, IDS, SCHEDULED } from "../samples";
import { bodies } from "../schemas";
import { OPTION_ERRORS, PAGING_ERRORS } from "./errors";

export const configurations: Group = {
  name: "Scheduled screenshots",
  description:
    "A configuration keeps how a page is captured, and on which schedule. Its embed address always shows the newest picture.",
  paths: {
    "/screenshot_configs": {
      post: {
        id: "createConfiguration",
        summary: "Create a configuration",
        description: "Scheduled or not, its first capture starts at once.",
        access: "private",
        input: bodies.configuration,
        example: SCHEDULED,
        answers: {
          200: {
            description: "It is stored and being captured.",
            schema: configurationCreated,
            example: {
              success: true,
              screenshot_configuration_id: IDS.configuration,
              embed_url: EMBED_URL,
              job_id: IDS.job,
            },
          },
        },
        errors: [...OPTION_ERRORS, "usage_limit_exceeded", "billing_not_up_to_date"],
      },
      get: {
        id: "listConfigurations",
        summary: "List all configurations",
        access: "private",
        input: paging,
        answers: {
          200: {
            description: "The configurations of the account.",
            schema: configurationList,
            example: { success: true, screenshot_configurations: [CONFIGURATION] },
          },
        },
        errors: PAGING_ERRORS,
      },
    },
    "/screenshot_configs/{id}": {
      get: {
        id: "getConfiguration",
        summary: "Get a configuration",
        access: "private",
        answers: {
          200: {
            description: "What was given, and what did not go as it should.",
            schema: configurationShown,
            example: { success: true, ...CONFIGURATION },
          },
        },
        errors: ["screenshot_configuration_not_found"],
      },
      patch: {
        id: "updateConfiguration",
        summary: "Change a configuration",
        description:
          "What is given is changed, what is given empty is removed. A changed schedule begins anew; `scheduled_screenshot=false` stops it.",
        access: "private",
        input: bodies.configurationChanges,
        example: { scheduled_every: 20, wait: 5000 },
        answers: {
          200: {
            description: "The configuration after the change.",
            schema: configurationUpdated,
            example: { success: true, config: { ...SCHEDULED, wait: 5000, scheduled_every: 20 } },
          },
        },
        errors: [...OPTION_ERRORS, "screenshot_configuration_not_found"],
      },
      delete: {
        id: "deleteConfiguration",
        summary: "Delete a configuration with its screenshots",
        access: "private",
        answers: {
          200: {
            description: "Its schedule is stopped and its links are dead.",
            schema: configurationDeleted,
            example: { success: true, deleted: true, screenshot_configuration: SCHEDULED },
          },
        },
        errors: ["screenshot_configuration_not_found"],
      },
    },
    "/screenshot_configs/{id}/capture": {
      post: {
        id: "captureConfiguration",
        summary: "Capture the next screenshot now",
        description: "The schedule goes on as it was.",
        access: "private",
        answers: {
          200: {
            description: "The capture started.",
            schema: captureStarted,
            example: {
              success: true,
              job_id: "fcdbe8a0b79965d88b903c72",
              embed_url: EMBED_URL,
            },
          },
        },
        errors: [
          "screenshot_configuration_not_found",
          "screenshot_already_in_progress",
          "usage_limit_exceeded",
          "billing_not_up_to_date",
        ],
      },
    },
  },
};
