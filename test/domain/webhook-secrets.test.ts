import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { contextOf } from "../../src/context";
import { webhookSecretsOf } from "../../src/domain/webhook-secrets";
import { findAccount } from "../../src/store/accounts";
import { admin, callJson, newAccount } from "../support/api";

const DAY_MS = 86_400_000;

test("after a rotation both secrets sign for 24 hours, then only the new one", async () => {
  const { id, keys } = await newAccount();
  const path = `/admin/accounts/${id}/keys`;
  const { body } = await callJson(path, { method: "POST", headers: admin });
  const account = await findAccount(env, id);
  if (!account) throw new Error("there is no account");
  const secretsAfter = (ms: number) => {
    const ctx = contextOf(env, { waitUntil: () => undefined });
    return webhookSecretsOf({ ...ctx, now: () => Date.now() + ms }, account);
  };
  const [newest, old] = [body.keys.webhook_secret, keys.webhook_secret];
  expect(await secretsAfter(0)).toEqual([newest, old]);
  expect(await secretsAfter(DAY_MS - 60_000)).toEqual([newest, old]);
  expect(await secretsAfter(DAY_MS)).toEqual([newest]);
});
