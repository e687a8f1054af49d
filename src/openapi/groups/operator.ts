import {
  accountDeleted,
  accountList,
  accountShown,
  accountWithKeys,
  browserSessionList,
} from "../../schemas/answers";
import type { Group } from "../operation";
import { ACCOUNT, KEYS } from "../samples";
import { bodies } from "../schemas";

const SHOWN = { success: true, account: ACCOUNT };

export const operator: Group = {
  name: "Accounts",
  description: "For the operator of the service.",
  paths: {
    "/admin/accounts": {
      post: {
        id: "createAccount",
        summary: "Create an account",
        access: "operator",
        input: bodies.newAccount,
        example: { name: ACCOUNT.name, monthly_screenshots: ACCOUNT.monthly_screenshots },
        answers: {
          201: {
            description: "The account, and its keys, which are shown this once.",
            schema: accountWithKeys,
            example: { ...SHOWN, keys: KEYS },
          },
        },
      },
      get: {
        id: "listAccounts",
        summary: "List all accounts",
        access: "operator",
        answers: {
          200: {
            description: "The accounts, the oldest first.",
            schema: accountList,
            example: { success: true, accounts: [ACCOUNT] },
          },
        },
      },
    },
    "/admin/accounts/{id}": {
      get: {
        id: "getAccount",
        summary: "Get an account",
        access: "operator",
        answers: { 200: { description: "The account.", schema: accountShown, example: SHOWN } },
        errors: ["account_not_found"],
      },
      patch: {
        id: "updateAccount",
        summary: "Change an account",
        access: "operator",
        input: bodies.accountChanges,
        example: { monthly_screenshots: 5000 },
        answers: {
          200: {
            description: "The account after the change.",
            schema: accountShown,
            example: { success: true, account: { ...ACCOUNT, monthly_screenshots: 5000 } },
          },
        },
        errors: ["account_not_found"],
      },
      delete: {
        id: "deleteAccount",
        summary: "Delete an account with all its data",
        access: "operator",
        answers: {
          200: {
            description: "Its keys are dead; its data is being erased.",
            schema: accountDeleted,
            example: { success: true, deleted: true, account: ACCOUNT },
          },
        },
        errors: ["account_not_found"],
      },
    },
    "/admin/accounts/{id}/keys": {
      post: {
        id: "rotateKeys",
        summary: "Replace the keys of an account",
        description:
          "The old ones are dead at once; webhooks are signed with both secrets for a day.",
        access: "operator",
        answers: {
          200: {
            description: "The new keys, which are shown this once.",
            schema: accountWithKeys,
            example: { ...SHOWN, keys: KEYS },
          },
        },
        errors: ["account_not_found"],
      },
    },
    "/admin/browser_sessions": {
      get: {
        id: "listBrowserSessions",
        summary: "List the browsers that are open now",
        description: "On Cloudflare all of the account's, those of other Workers too.",
        access: "operator",
        answers: {
          200: {
            description: "The open browser sessions, in use or not.",
            schema: browserSessionList,
            example: {
              success: true,
              sessions: [
                { id: "478f4d7d-e943-40f6-a414-837d3736a1dc", started_at: "1618719668000" },
              ],
            },
          },
        },
      },
    },
  },
};
