import { openSessions } from "../browser/sessions/session";
import {
  changeAccount,
  closeAccount,
  createAccount,
  requireAccount,
  rotateKeys,
} from "../domain/accounts";
import { eraseAccount } from "../domain/erasure";
import { purgePending } from "../domain/purge";
import { operation, type Resource } from "../openapi/operation";
import { ACCOUNT, KEYS } from "../openapi/samples";
import { accountChanges, newAccount } from "../schemas/accounts";
import {
  accountDeleted,
  accountList,
  accountShown,
  accountWithKeys,
  browserSessionList,
} from "../schemas/answers";
import { listAccounts } from "../store/accounts";
import { accountOf } from "./serializers";

const SHOWN = { success: true, account: ACCOUNT };

export const accounts: Resource = {
  name: "Accounts",
  description: "For the operator of the service.",
  operations: [
    operation({
      id: "listAccounts",
      method: "get",
      path: "/admin/accounts",
      access: "admin",
      summary: "List all accounts",
      answers: {
        200: {
          description: "The accounts, the oldest first.",
          schema: accountList,
          example: { success: true, accounts: [ACCOUNT] },
        },
      },
      handler: async ({ ctx }) => {
        const rows = await listAccounts(ctx.env);
        return { success: true, accounts: rows.map(accountOf) };
      },
    }),
    operation({
      id: "createAccount",
      method: "post",
      path: "/admin/accounts",
      access: "admin",
      summary: "Create an account",
      input: newAccount,
      example: { name: ACCOUNT.name, monthly_screenshots: ACCOUNT.monthly_screenshots },
      answers: {
        201: {
          description: "The account and its keys, which are never shown again.",
          schema: accountWithKeys,
          example: { ...SHOWN, keys: KEYS },
        },
      },
      handler: async ({ ctx, input }) => {
        const { account, keys } = await createAccount(ctx, {
          name: input.name,
          monthlyScreenshots: input.monthly_screenshots,
          billingUpToDate: input.billing_up_to_date,
        });
        return { success: true, account: accountOf(account), keys };
      },
    }),
    operation({
      id: "getAccount",
      method: "get",
      path: "/admin/accounts/:id",
      access: "admin",
      summary: "Get an account",
      answers: { 200: { description: "The account.", schema: accountShown, example: SHOWN } },
      errors: ["account_not_found"],
      handler: async ({ ctx, params }) => {
        const account = await requireAccount(ctx, params.id);
        return { success: true, account: accountOf(account) };
      },
    }),
    operation({
      id: "updateAccount",
      method: "patch",
      path: "/admin/accounts/:id",
      access: "admin",
      summary: "Change an account",
      input: accountChanges,
      example: { monthly_screenshots: 5000 },
      answers: {
        200: {
          description: "The account after the change.",
          schema: accountShown,
          example: { success: true, account: { ...ACCOUNT, monthly_screenshots: 5000 } },
        },
      },
      errors: ["account_not_found"],
      handler: async ({ ctx, params, input }) => {
        const { name, monthly_screenshots, billing_up_to_date } = input;
        const account = await changeAccount(ctx, params.id, {
          ...(name !== undefined && { name }),
          ...(monthly_screenshots !== undefined && { monthlyScreenshots: monthly_screenshots }),
          ...(billing_up_to_date !== undefined && { billingUpToDate: billing_up_to_date }),
        });
        return { success: true, account: accountOf(account) };
      },
    }),
    operation({
      id: "deleteAccount",
      method: "delete",
      path: "/admin/accounts/:id",
      access: "admin",
      summary: "Delete an account with all its data",
      answers: {
        200: {
          description: "Its keys are revoked, and its data is being erased.",
          schema: accountDeleted,
          example: { success: true, deleted: true, account: ACCOUNT },
        },
      },
      errors: ["account_not_found"],
      handler: async ({ ctx, params }) => {
        const account = await closeAccount(ctx, params.id);
        ctx.waitUntil(purgePending(ctx));
        ctx.waitUntil(eraseAccount(ctx, account.id));
        return { success: true, deleted: true, account: accountOf(account) };
      },
    }),
    operation({
      id: "rotateKeys",
      method: "post",
      path: "/admin/accounts/:id/keys",
      access: "admin",
      summary: "Replace the keys of an account",
      description:
        "The old keys are revoked at once. For a day webhooks are signed with both secrets.",
      answers: {
        200: {
          description: "The new keys, which are never shown again.",
          schema: accountWithKeys,
          example: { ...SHOWN, keys: KEYS },
        },
      },
      errors: ["account_not_found"],
      handler: async ({ ctx, params }) => {
        const { account, keys } = await rotateKeys(ctx, params.id);
        ctx.waitUntil(purgePending(ctx));
        return { success: true, account: accountOf(account), keys };
      },
    }),
    operation({
      id: "listBrowserSessions",
      method: "get",
      path: "/admin/browser_sessions",
      access: "admin",
      summary: "List the open browsers",
      description:
        "On Cloudflare these are all browsers of the Cloudflare account, also those of other Workers.",
      answers: {
        200: {
          description: "The open browser sessions, in use or not.",
          schema: browserSessionList,
          example: {
            success: true,
            sessions: [{ id: "478f4d7d-e943-40f6-a414-837d3736a1dc", started_at: "1618719668000" }],
          },
        },
      },
      handler: async ({ ctx }) => {
        const open = await openSessions(ctx.env.BROWSER);
        const sessions = open.map(({ id, startedAt }) => ({ id, started_at: String(startedAt) }));
        return { success: true, sessions };
      },
    }),
  ],
};
