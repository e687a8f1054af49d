import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { admin, callJson, newAccount, site, snap, withQuery } from "../support/api";
import { create, done, embed, read, send } from "../support/configurations";

const SMALL = { page_width: 40, page_height: 30, ttl: 0 };

async function usedBy(accountId: string): Promise<number | undefined> {
  const row = await env.DB.prepare("SELECT used FROM usage WHERE account_id = ?")
    .bind(accountId)
    .first<{ used: number }>();
  return row?.used;
}

test("200 snaps at once on an allotment of 5 are at most 5 captures, and all are counted", async () => {
  const account = await newAccount({ monthly_screenshots: 5 });
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, n) => snap(account.key, `/status/200?n=${n}`, SMALL)),
  );
  const statuses = answers.map((answer) => answer.status);
  const refused = answers.filter((answer) => answer.status === 403);
  expect(refused.length).toBeGreaterThanOrEqual(195);
  const codes = await Promise.all(refused.map((answer) => answer.json<{ error_code: string }>()));
  expect(new Set(codes.map(({ error_code }) => error_code))).toEqual(
    new Set(["usage_limit_exceeded"]),
  );
  const { results } = await env.DB.prepare(
    "SELECT id FROM screenshots WHERE account_id = ? AND status = 'done'",
  )
    .bind(account.id)
    .all();
  expect(results.length).toBeGreaterThan(0);
  expect(results.length).toBe(statuses.filter((status) => status === 200).length);
  expect(await usedBy(account.id)).toBe(results.length);
});

test("a failed capture is not counted, and neither is a cached answer", async () => {
  const account = await newAccount();
  await snap(account.key, "/reset", SMALL);
  await snap(account.key, "/status/200", { ...SMALL, ttl: 60 });
  await snap(account.key, "/status/200", { ...SMALL, ttl: 60 });
  expect(await usedBy(account.id)).toBe(1);
});

test("the limits show the remaining screenshots and the time of renewal", async () => {
  const account = await newAccount({ monthly_screenshots: 5 });
  await snap(account.key, "/status/200", SMALL);
  const { body } = await callJson(withQuery("/account_limits", { access_token: account.key }));
  const now = new Date();
  expect(body).toEqual({
    success: true,
    monthly_screenshots: 5,
    used: 1,
    remaining: 4,
    requests_per_minute: 1_200,
    resets_at: String(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)),
  });
});

test("without a payment captures are refused, but lists and embeds work", async () => {
  const account = await newAccount();
  const { id, jobId, path } = await create(account.key, "/status/200");
  await done(account.key, jobId);
  await callJson(`/admin/accounts/${account.id}`, {
    method: "PATCH",
    headers: admin,
    body: new URLSearchParams({ billing_up_to_date: "false" }),
  });
  const refusals = [
    await send("POST", `${path}/capture`, account.key),
    await send("POST", "/screenshot_configs", account.key, { url: `${site}/status/200` }),
    await send("POST", "/snap", account.key, { url: `${site}/status/200` }),
  ];
  for (const { status, body } of refusals) {
    expect({ status, code: body.error_code }).toEqual({
      status: 403,
      code: "billing_not_up_to_date",
    });
  }
  expect((await read(`${path}/screenshots`, account.key)).body.screenshots).toHaveLength(1);
  expect((await embed(id)).status).toBe(200);
});
