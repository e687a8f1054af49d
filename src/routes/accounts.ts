import {
  type AccountSettings,
  changeAccount,
  closeAccount,
  createAccount,
  requireAccount,
  rotateKeys,
} from "../domain/accounts";
import { eraseAccount } from "../domain/erasure";
import { purgePending } from "../domain/purge";
import type { RequestContext } from "../http/app-env";
import { requireAdmin } from "../http/auth";
import { given, readParameters } from "../http/parameters";
import { validated } from "../http/validation";
import { accountChanges, newAccount } from "../schemas/accounts";
import { listAccounts } from "../store/accounts";
import { accountOf } from "./serializers";

/** `POST /admin/accounts`: a new account; its keys are shown this once. */
export async function postAccount(c: RequestContext): Promise<Response> {
  await requireAdmin(c);
  const settings = validated(newAccount, given(await readParameters(c.req.raw)));
  const { account, keys } = await createAccount(c.get("ctx"), {
    name: settings.name,
    monthlyScreenshots: settings.monthly_screenshots,
    billingUpToDate: settings.billing_up_to_date,
  });
  return c.json({ success: true, account: accountOf(account), keys }, 201);
}

/** `GET /admin/accounts`. */
export async function getAccounts(c: RequestContext): Promise<Response> {
  await requireAdmin(c);
  const accounts = await listAccounts(c.env);
  return c.json({ success: true, accounts: accounts.map(accountOf) });
}

/** `GET /admin/accounts/:id`. */
export async function getAccount(c: RequestContext): Promise<Response> {
  await requireAdmin(c);
  const account = await requireAccount(c.get("ctx"), idOf(c));
  return c.json({ success: true, account: accountOf(account) });
}

/** `PATCH /admin/accounts/:id`: changes what is given. */
export async function patchAccount(c: RequestContext): Promise<Response> {
  await requireAdmin(c);
  const changes = validated(accountChanges, given(await readParameters(c.req.raw)));
  const account = await changeAccount(c.get("ctx"), idOf(c), settingsOf(changes));
  return c.json({ success: true, account: accountOf(account) });
}

/** `DELETE /admin/accounts/:id`: the keys are dead at once, the data is erased in the background. */
export async function deleteAccount(c: RequestContext): Promise<Response> {
  await requireAdmin(c);
  const ctx = c.get("ctx");
  const account = await closeAccount(ctx, idOf(c));
  ctx.waitUntil(purgePending(ctx));
  ctx.waitUntil(eraseAccount(ctx, account.id));
  return c.json({ success: true, deleted: true, account: accountOf(account) });
}

/** `POST /admin/accounts/:id/keys`: new keys, shown this once; the old ones are dead at once. */
export async function postKeys(c: RequestContext): Promise<Response> {
  await requireAdmin(c);
  const ctx = c.get("ctx");
  const { account, keys } = await rotateKeys(ctx, idOf(c));
  ctx.waitUntil(purgePending(ctx));
  return c.json({ success: true, account: accountOf(account), keys });
}

function idOf(c: RequestContext): string {
  return c.req.param("id") ?? "";
}

function settingsOf(changes: {
  name?: string | undefined;
  monthly_screenshots?: number | undefined;
  billing_up_to_date?: boolean | undefined;
}): Partial<AccountSettings> {
  const { name, monthly_screenshots, billing_up_to_date } = changes;
  return {
    ...(name === undefined ? {} : { name }),
    ...(monthly_screenshots === undefined ? {} : { monthlyScreenshots: monthly_screenshots }),
    ...(billing_up_to_date === undefined ? {} : { billingUpToDate: billing_up_to_date }),
  };
}
