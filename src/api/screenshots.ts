import { requireConfiguration } from "../domain/configurations/find";
import { requireJob } from "../domain/jobs";
import { AppError } from "../errors";
import { given } from "../http/parameters";
import { validated } from "../http/validation";
import { jobAnswer } from "../openapi/error-meanings";
import { operation, type Resource } from "../openapi/operation";
import { EARLIER_SHOT, IDS, SHOT } from "../openapi/samples";
import { accountArchive, archive } from "../schemas/answers";
import { paging } from "../schemas/paging";
import { listScreenshots } from "../store/screenshots";
import { accountShotOf, archivedShotOf, jobOf } from "./serializers";

export const screenshots: Resource = {
  name: "Screenshots",
  description: "Finished and running captures.",
  operations: [
    operation({
      id: "getJob",
      method: "get",
      path: "/jobs/:job_id",
      access: "private",
      summary: "Check a screenshot's status",
      answers: {
        200: {
          description: "The job is closed: its picture, or with success false why there is none.",
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
      handler: async ({ c, ctx, account, params }) => {
        const job = await requireJob(ctx, account, params.job_id);
        if (job.status !== "in_progress") return jobOf(ctx, job, c.get("requestId"));
        const note = "The screenshot is being captured.";
        throw new AppError("screenshot_capturing_in_progress", note, {
          jobId: job.id,
          retryAfterSeconds: 1,
        });
      },
    }),
    operation({
      id: "listScreenshotsOfConfiguration",
      method: "get",
      path: "/screenshot_configs/:id/screenshots",
      access: "private",
      summary: "List the screenshots of a configuration",
      input: paging,
      validation: "in handler",
      answers: {
        200: {
          description: "Its finished screenshots.",
          schema: archive,
          example: { success: true, screenshots: [SHOT, EARLIER_SHOT] },
        },
      },
      errors: ["screenshot_configuration_not_found"],
      handler: async ({ ctx, account, params, parameters }) => {
        const { id: configurationId } = await requireConfiguration(ctx, account, params.id);
        const page = validated(paging, given(parameters));
        const shots = await listScreenshots(ctx.env, { configurationId }, page);
        return { success: true, screenshots: shots.map((shot) => archivedShotOf(ctx, shot)) };
      },
    }),
    operation({
      id: "listScreenshots",
      method: "get",
      path: "/screenshots",
      access: "private",
      summary: "List all screenshots",
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
      handler: async ({ ctx, account, input }) => {
        const shots = await listScreenshots(ctx.env, { accountId: account.id }, input);
        return { success: true, screenshots: shots.map((shot) => accountShotOf(ctx, shot)) };
      },
    }),
  ],
};
