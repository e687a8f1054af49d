import type { Context } from "../context";
import { notificationRecord } from "../domain/notification-payload";
import type { JobAnswer } from "../openapi/error-meanings";
import type {
  AccountResource,
  AccountShot,
  ArchivedShot,
  AttemptResource,
  ConfigurationResource,
  DeliveryResource,
  MonitoringResource,
} from "../schemas/answer-parts";
import type { DeliveredNotification } from "../schemas/answers";
import { thumbnailKey } from "../store/images";
import type { JobFailure } from "../store/jobs";
import type { Notified } from "../store/notifications";
import type {
  AccountRow,
  AttemptRow,
  ConfigurationRow,
  DeliveryRow,
  EndpointRow,
  ScreenshotRow,
} from "../store/rows";

/** A finished screenshot with its links. */
export function archivedShotOf(ctx: Context, shot: ScreenshotRow): ArchivedShot {
  return {
    direct_link: imageLink(ctx, shot.imageKey),
    direct_thumbnail_link: imageLink(ctx, thumbnailKey(shot.imageKey)),
    taken_at_timestamp: Math.floor((shot.takenAt ?? 0) / 1_000),
    job_id: shot.id,
  };
}

/** The same, with the id of its configuration. */
export function accountShotOf(ctx: Context, shot: ScreenshotRow): AccountShot {
  return { screenshot_configuration_id: shot.configurationId ?? "", ...archivedShotOf(ctx, shot) };
}

/** A job that is closed: its picture, or why there is none. */
export function jobOf(ctx: Context, job: ScreenshotRow, requestId: string): JobAnswer {
  const { targetStatus, finalUrl, timings, failureReason, failureNote } = job;
  if (job.status === "failed") {
    return {
      success: false,
      error_code: "screenshot_failed",
      reason: (failureReason ?? "unexpected_error") as JobFailure["reason"],
      note: failureNote ?? "",
      job_id: job.id,
      request_id: requestId,
    };
  }
  return {
    success: true,
    screenshot: archivedShotOf(ctx, job),
    capture: { target_status: targetStatus, final_url: finalUrl, timings },
  };
}

/** A configuration as it was sent. */
export function configurationOf(ctx: Context, row: ConfigurationRow): ConfigurationResource {
  return {
    config: row.config,
    ids: {
      last_job_id: row.lastJobId,
      screenshot_config_id: row.id,
      embed_url: embedUrl(ctx, row.id),
    },
    created_at: String(row.createdAt),
  };
}

/** The problems of a configuration; nothing when there were none. */
export function monitoringOf(
  { skippedSlots, missingElements }: ConfigurationRow,
  paused: EndpointRow[],
): { monitoring?: MonitoringResource } {
  if (skippedSlots === 0 && missingElements === 0 && paused.length === 0) return {};
  return {
    monitoring: {
      skipped_slots: skippedSlots,
      missing_elements: missingElements,
      paused_webhooks: paused.map(({ url, pausedAt, pausedBecause }) => ({
        url,
        paused_at: String(pausedAt),
        reason: pausedBecause ?? "",
      })),
    },
  };
}

/** The stable address of a configuration's newest picture. */
export function embedUrl({ origin }: Context, configurationId: string): string {
  return `${origin}/app/screenshots/${configurationId}/embed`;
}

/** The public link of a stored image. */
function imageLink({ env, origin }: Context, key: string): string {
  const cdn = env.CDN_BASE_URL.replace(/\/+$/, "");
  return cdn ? `${cdn}/${key}` : `${origin}/images/${key}`;
}

/** An account without its keys. */
export function accountOf(account: AccountRow): AccountResource {
  return {
    id: account.id,
    name: account.name,
    monthly_screenshots: account.monthlyScreenshots,
    billing_up_to_date: account.billingUpToDate,
    created_at: String(account.createdAt),
  };
}

/** A detected change with its delivery. */
export function notificationOf({ notification, delivery }: Notified): DeliveredNotification {
  return { ...notificationRecord(notification), delivery: deliveryOf(delivery) };
}

/** The state of a delivery. */
export function deliveryOf({ state, attempts, nextAttemptAt }: DeliveryRow): DeliveryResource {
  return {
    state,
    attempts,
    next_attempt_at: nextAttemptAt === null ? null : String(nextAttemptAt),
  };
}

/** One attempt of a delivery. */
export function attemptOf({ at, outcome, status, durationMs, note }: AttemptRow): AttemptResource {
  return { at: String(at), outcome, status, duration_ms: durationMs, note };
}
