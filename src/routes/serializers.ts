import type { Context } from "../context";
import type {
  AccountResource,
  AccountShot,
  ArchivedShot,
  AttemptResource,
  ConfigurationResource,
  DeliveryResource,
  MonitoringResource,
} from "../schemas/resources";
import { thumbnailKey } from "../store/images";
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

/** The same, with the configuration it belongs to. */
export function accountShotOf(ctx: Context, shot: ScreenshotRow): AccountShot {
  return { screenshot_configuration_id: shot.configurationId ?? "", ...archivedShotOf(ctx, shot) };
}

/** A configuration as it was given. */
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

/** What did not go as it should, beside a configuration; nothing where all went well. */
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
        ...{ url, paused_at: String(pausedAt), reason: pausedBecause ?? "" },
      })),
    },
  };
}

/** The stable address that shows a configuration's newest picture. */
export function embedUrl({ origin }: Context, configurationId: string): string {
  return `${origin}/app/screenshots/${configurationId}/embed`;
}

/** The public link of a stored image. */
export function imageLink({ env, origin }: Context, key: string): string {
  const cdn = env.CDN_BASE_URL.replace(/\/+$/, "");
  return cdn ? `${cdn}/${key}` : `${origin}/images/${key}`;
}

/** An account without anything that opens it. */
export function accountOf(account: AccountRow): AccountResource {
  return {
    id: account.id,
    name: account.name,
    monthly_screenshots: account.monthlyScreenshots,
    billing_up_to_date: account.billingUpToDate,
    created_at: String(account.createdAt),
  };
}

/** Where a notification's delivery stands. */
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
