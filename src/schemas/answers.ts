import { z } from "zod";
import {
  accountResource,
  accountShot,
  archivedShot,
  attemptResource,
  configurationResource,
  deliveryResource,
  monitoringResource,
  notificationResource,
  unixMs,
} from "./answer-parts";

const jobId = z.string().meta({ description: "24 hexadecimal digits." });

const success = <T extends z.ZodRawShape>(shape: T) =>
  z.object({ success: z.literal(true), ...shape });

/** Links to a snap's picture. */
export const snapLinks = success({
  ...accountShot.shape,
  taken_at: z.iso.datetime(),
  cached: z.boolean().meta({ description: "Whether a stored picture answers." }),
});

/** A configuration was created, and its first capture started. */
export const configurationCreated = success({
  screenshot_configuration_id: z.uuid(),
  embed_url: z.url(),
  job_id: jobId,
});

export const captureStarted = success({ job_id: jobId, embed_url: z.url() });

export const configurationShown = success({
  ...configurationResource.shape,
  monitoring: monitoringResource
    .optional()
    .meta({ description: "Left out when there were no problems." }),
});

export const configurationUpdated = success({ config: configurationResource.shape.config });

export const configurationDeleted = success({
  deleted: z.literal(true),
  screenshot_configuration: configurationResource.shape.config,
});

export const configurationList = success({
  screenshot_configurations: z.array(configurationResource),
});

export const archive = success({ screenshots: z.array(archivedShot) });
export const accountArchive = success({ screenshots: z.array(accountShot) });

/** How a picture was captured. */
export const captureResource = z.object({
  target_status: z.int().nullable().meta({ description: "The status the page answered with." }),
  final_url: z.string().nullable().meta({ description: "Where redirects led." }),
  timings: z
    .object({ queue: z.number(), navigate: z.number(), capture: z.number(), store: z.number() })
    .nullable()
    .meta({ description: "Milliseconds of each phase." }),
});

export const jobDone = success({ screenshot: archivedShot, capture: captureResource });

/** A change with the state of its delivery, as lists show it. */
export const deliveredNotification = notificationResource.extend({ delivery: deliveryResource });
export type DeliveredNotification = z.infer<typeof deliveredNotification>;

export const notificationList = success({ change_notifications: z.array(deliveredNotification) });

export const deliveryShown = success({
  delivery: deliveryResource,
  attempts: z.array(attemptResource).meta({ description: "The oldest first." }),
});

export const redelivery = success({ id: notificationResource.shape.id });

export const sampleSent = success({
  delivered: z.boolean(),
  outcome: attemptResource.shape.outcome,
  status: attemptResource.shape.status,
  duration_ms: attemptResource.shape.duration_ms,
  note: z.string().meta({ description: "The answer of the receiver, or what went wrong." }),
});

export const limitsShown = success({
  monthly_screenshots: z.int(),
  used: z.int(),
  remaining: z.int(),
  resets_at: unixMs,
  requests_per_minute: z
    .int()
    .meta({ description: "Approximate: each of Cloudflare's locations counts for itself." }),
});

/** The keys of an account. They are shown once. */
export const keysResource = z.object({
  private_api_key: z.string(),
  publishable_key: z.string(),
  secret_token: z.string(),
  webhook_secret: z.string(),
});

export const accountShown = success({ account: accountResource });
export const accountList = success({ accounts: z.array(accountResource) });
export const accountWithKeys = success({ account: accountResource, keys: keysResource });
export const accountDeleted = success({ deleted: z.literal(true), account: accountResource });

export const browserSessionList = success({
  sessions: z.array(z.object({ id: z.string(), started_at: unixMs })),
});

const check = z.enum(["ok", "failing"]);

export const health = z.object({
  success: z.boolean(),
  checks: z.object({ database: check, bucket: check, browser: check, secrets: check }),
  remote_address: z.enum(["checked", "unavailable", "not_probed", "off"]).meta({
    description:
      "Whether a capture is refused when a response came from a private address. `unavailable`: the browser tells no real addresses, so nothing is checked. `not_probed`: no browser was asked yet.",
  }),
});

/** The answer of `GET /healthz` when a part fails. */
export const unhealthy = health.extend({
  error_code: z.literal("unexpected_error"),
  note: z.string(),
  request_id: z.string(),
});
