import type { Context } from "../context";
import { AppError } from "../errors";
import { findNotification, type Notified } from "../store/notifications";
import type { AccountRow } from "../store/rows";

/** A notification of this account. Another account's counts as not found. */
export async function requireNotification(
  ctx: Context,
  account: AccountRow,
  id: string,
): Promise<Notified> {
  const found = await findNotification(ctx.env, id);
  if (found?.notification.accountId === account.id) return found;
  throw new AppError(
    "change_notification_not_found",
    "Your account has no change notification with this id.",
  );
}
