import { captureNow } from "../domain/configurations/capture-now";
import { closeAndStop } from "../domain/configurations/close";
import { createConfiguration } from "../domain/configurations/create";
import { requireConfiguration } from "../domain/configurations/find";
import { updateConfiguration } from "../domain/configurations/update";
import { eraseConfiguration } from "../domain/erasure";
import { purgePending } from "../domain/purge";
import { readConfiguration } from "../http/read-configuration";
import { regionOf } from "../http/region";
import { operation, type Resource } from "../openapi/operation";
import { CONFIGURATION, EMBED_URL, IDS, SCHEDULED } from "../openapi/samples";
import {
  captureStarted,
  configurationCreated,
  configurationDeleted,
  configurationList,
  configurationShown,
  configurationUpdated,
} from "../schemas/answers";
import { configurationChanges, configurationParameters } from "../schemas/configuration";
import { paging } from "../schemas/paging";
import { listConfigurations } from "../store/configurations";
import { listPausedEndpoints } from "../store/endpoints";
import { configurationOf, embedUrl, monitoringOf } from "./serializers";

export const configurations: Resource = {
  name: "Scheduled screenshots",
  description:
    "A configuration says how a page is captured, and on which schedule. Its embed address always shows the newest picture.",
  operations: [
    operation({
      id: "listConfigurations",
      method: "get",
      path: "/screenshot_configs",
      access: "private",
      summary: "List all configurations",
      input: paging,
      answers: {
        200: {
          description: "The configurations of the account.",
          schema: configurationList,
          example: { success: true, screenshot_configurations: [CONFIGURATION] },
        },
      },
      handler: async ({ ctx, account, input }) => {
        const rows = await listConfigurations(ctx.env, account.id, input);
        return {
          success: true,
          screenshot_configurations: rows.map((row) => configurationOf(ctx, row)),
        };
      },
    }),
    operation({
      id: "createConfiguration",
      method: "post",
      path: "/screenshot_configs",
      access: "private",
      summary: "Create a configuration",
      description: "Its first capture starts at once, with or without a schedule.",
      input: configurationParameters,
      example: SCHEDULED,
      validation: "in handler",
      answers: {
        200: {
          description: "The configuration is stored, and its first capture has started.",
          schema: configurationCreated,
          example: {
            success: true,
            screenshot_configuration_id: IDS.configuration,
            embed_url: EMBED_URL,
            job_id: IDS.job,
          },
        },
      },
      errors: ["usage_limit_exceeded", "billing_not_up_to_date"],
      handler: async ({ c, ctx, account, parameters }) => {
        const configuration = readConfiguration(ctx, parameters);
        const created = await createConfiguration(ctx, account, configuration, regionOf(c));
        return {
          success: true,
          screenshot_configuration_id: created.id,
          embed_url: embedUrl(ctx, created.id),
          job_id: created.lastJobId,
        };
      },
    }),
    operation({
      id: "getConfiguration",
      method: "get",
      path: "/screenshot_configs/:id",
      access: "private",
      summary: "Get a configuration",
      answers: {
        200: {
          description: "The configuration as it was sent, and its problems.",
          schema: configurationShown,
          example: { success: true, ...CONFIGURATION },
        },
      },
      errors: ["screenshot_configuration_not_found"],
      handler: async ({ ctx, account, params }) => {
        const configuration = await requireConfiguration(ctx, account, params.id);
        const paused = await listPausedEndpoints(ctx.env, configuration.id);
        return {
          success: true,
          ...configurationOf(ctx, configuration),
          ...monitoringOf(configuration, paused),
        };
      },
    }),
    operation({
      id: "updateConfiguration",
      method: "patch",
      path: "/screenshot_configs/:id",
      access: "private",
      summary: "Change a configuration",
      description:
        "Changes the parameters that are sent, and removes those that are sent empty. A changed schedule starts from now. `scheduled_screenshot=false` stops it.",
      input: configurationChanges,
      example: { scheduled_every: 20, wait: 5000 },
      validation: "in handler",
      answers: {
        200: {
          description: "The configuration after the change.",
          schema: configurationUpdated,
          example: { success: true, config: { ...SCHEDULED, wait: 5000, scheduled_every: 20 } },
        },
      },
      errors: ["screenshot_configuration_not_found"],
      handler: async ({ ctx, account, params, parameters }) => {
        const { config } = await updateConfiguration(ctx, account, params.id, (stored) =>
          readConfiguration(ctx, parameters, stored.config),
        );
        return { success: true, config };
      },
    }),
    operation({
      id: "deleteConfiguration",
      method: "delete",
      path: "/screenshot_configs/:id",
      access: "private",
      summary: "Delete a configuration with its screenshots",
      answers: {
        200: {
          description: "Its schedule has stopped, and its links no longer work.",
          schema: configurationDeleted,
          example: { success: true, deleted: true, screenshot_configuration: SCHEDULED },
        },
      },
      errors: ["screenshot_configuration_not_found"],
      handler: async ({ ctx, account, params }) => {
        const configuration = await requireConfiguration(ctx, account, params.id);
        await closeAndStop(ctx, configuration);
        ctx.waitUntil(purgePending(ctx));
        ctx.waitUntil(eraseConfiguration(ctx, configuration.id));
        return { success: true, deleted: true, screenshot_configuration: configuration.config };
      },
    }),
    operation({
      id: "captureConfiguration",
      method: "post",
      path: "/screenshot_configs/:id/capture",
      access: "private",
      summary: "Capture the next screenshot now",
      description: "The schedule does not change.",
      answers: {
        200: {
          description: "The capture started.",
          schema: captureStarted,
          example: { success: true, job_id: "fcdbe8a0b79965d88b903c72", embed_url: EMBED_URL },
        },
      },
      errors: [
        "screenshot_configuration_not_found",
        "screenshot_already_in_progress",
        "usage_limit_exceeded",
        "billing_not_up_to_date",
      ],
      handler: async ({ ctx, account, params }) => {
        const configuration = await requireConfiguration(ctx, account, params.id);
        const { jobId } = await captureNow(ctx, account, configuration);
        return { success: true, job_id: jobId, embed_url: embedUrl(ctx, configuration.id) };
      },
    }),
  ],
};
