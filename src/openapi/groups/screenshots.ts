import { accountArchive, archive } from "../../schemas/answers";
import { jobAnswer } from "../errors";
import { paging } from "../inputs";
import type { Group } from "../operation";
import { EARLIER_SHOT, IDS, SHOT } from "../samples";
import { PAGING_ERRORS } from "./errors";

export const screenshots: Group = {
  name: "Screenshots",
  description: "What was captured, and what is being captured.",
  paths: {
    "/jobs/{job_id}": {
      get: {
        id: "getJob",
        summary: "Check a screenshot's status",
        access: "private",
        answers: {
          200: {
            description: "The job is over: its picture, or with success false why there is none.",
            schema: jobAnswer,
            example: {
              success: true,
              screenshot: SHOT,
              capture: {
                target_status: 200,
                final_url: "https://en.wikipedia.org/wiki/Perseverance_(rover)",
                timings: { queue: 8, navigate: 412, capture: 96, store: 21 },
              },
            },
          },
        },
        errors: ["screenshot_capturing_in_progress", "screenshot_not_found"],
      },
    },
    "/screenshot_configs/{id}/screenshots": {
      get: {
        id: "listScreenshotsOfConfiguration",
        summary: "List the screenshots of a configuration",
        access: "private",
        input: paging,
        answers: {
          200: {
            description: "Its finished screenshots.",
            schema: archive,
            example: { success: true, screenshots: [SHOT, EARLIER_SHOT] },
          },
        },
        errors: [...PAGING_ERRORS, "screenshot_configuration_not_found"],
      },
    },
    "/screenshots": {
      get: {
        id: "listScreenshots",
        summary: "List all screenshots",
        access: "private",
        input: paging,
        answers: {
          200: {
            description: "The finished screenshots of the account, snaps included.",
            schema: accountArchive,
            example: {
              success: true,
              screenshots: [
                { screenshot_configuration_id: "", ...SHOT },
                { screenshot_configuration_id: IDS.configuration, ...EARLIER_SHOT },
              ],
            },
          },
        },
        errors: PAGING_ERRORS,
      },
    },
  },
};
