import type { Context } from "../context";
import type { AccountResource, ScreenshotResource } from "../schemas/resources";
import { thumbnailKey } from "../store/images";
import type { AccountRow, ScreenshotRow } from "../store/tables";

/** A finished screenshot with its links. */
export function screenshotOf(ctx: Context, shot: ScreenshotRow): ScreenshotResource {
  return {
    screenshot_configuration_id: shot.configurationId ?? "",
    direct_link: imageLink(ctx, shot.imageKey),
    direct_thumbnail_link: imageLink(ctx, thumbnailKey(shot.imageKey)),
    taken_at_timestamp: Math.floor((shot.takenAt ?? 0) / 1_000),
    job_id: shot.id,
  };
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
