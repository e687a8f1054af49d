import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { contextOf } from "../../src/context";
import { closeAccount } from "../../src/domain/accounts";
import { eraseAccount } from "../../src/domain/erasure";
import { purgePending } from "../../src/domain/purge";
import { sweep } from "../../src/domain/sweep";
import { reserveJob } from "../../src/store/reservations";
import { admin, call, callJson, newAccount } from "../support/api";
import { eventually } from "../support/eventually";
import { failingBucket, holdings } from "../support/holdings";
import { jobOf } from "../support/jobs";
import { insertChange, insertConfiguration, insertShots, storeShot } from "../support/rows";

const ctx = contextOf(env, { waitUntil: () => undefined });

// Erase the accounts of earlier tests before the next one counts.
beforeEach(() => sweep(ctx));

/** An account with rows in every table, and images for both steps of its erasure. */
async function filledAccount() {
  const account = await newAccount();
  const { id: accountId } = account;
  const { id: configurationId } = await insertConfiguration({ accountId });
  await insertChange({ accountId, configurationId });
  await storeShot({ accountId, configurationId });
  await storeShot({ accountId, takenAt: 1 });
  await insertShots({ accountId }, Array(100).fill(2));
  await storeShot({ accountId });
  await storeShot({ accountId, status: "failed", takenAt: null });
  expect(await reserveJob(env, jobOf(accountId))).toBe(true);
  return account;
}

const remove = (id: string) =>
  callJson(`/admin/accounts/${id}`, { method: "DELETE", headers: admin });

describe("a closed account that is not erased yet", () => {
  async function closed() {
    const account = await newAccount();
    await closeAccount(ctx, account.id);
    return account;
  }

  test("accepts none of its keys", async () => {
    const { keys } = await closed();
    for (const key of [keys.private_api_key, keys.publishable_key]) {
      expect((await call(`/screenshots?access_token=${key}`)).status).toBe(401);
    }
  });

  test("is unknown to the operator", async () => {
    const { id } = await closed();
    for (const method of ["GET", "PATCH", "DELETE"]) {
      expect((await call(`/admin/accounts/${id}`, { method, headers: admin })).status).toBe(404);
    }
    const { body } = await callJson("/admin/accounts", { headers: admin });
    expect(body.accounts.map((account: { id: string }) => account.id)).not.toContain(id);
  });

  test("gets no new keys", async () => {
    const { id } = await closed();
    const path = `/admin/accounts/${id}/keys`;
    expect((await call(path, { method: "POST", headers: admin })).status).toBe(404);
  });
});

describe("DELETE /admin/accounts/:id", () => {
  test("returns the deleted account", async () => {
    const { id, account } = await newAccount();
    const { status, body } = await remove(id);
    expect([status, body]).toEqual([200, { success: true, deleted: true, account }]);
  });

  test("erases every row and every object of the account, and nothing else", async () => {
    const other = await filledAccount();
    const before = await holdings();
    const { id } = await filledAccount();
    await remove(id);
    await eventually(async () => expect(await holdings()).toEqual(before));
    const { body } = await callJson(`/screenshots?access_token=${other.key}`);
    expect(body.screenshots).toHaveLength(103);
    expect((await call(new URL(body.screenshots[0].direct_link).pathname)).status).toBe(200);
  });
});

describe("an erasure that was interrupted", () => {
  /** A closed account, whose erasure failed at the nth call of the bucket. */
  async function interruptedAt(call: number): Promise<string> {
    const { id } = await filledAccount();
    await closeAccount(ctx, id);
    const interrupted = { ...ctx, env: { ...env, BUCKET: failingBucket(call) } };
    await expect(eraseAccount(interrupted, id)).rejects.toThrow("R2 is out of order");
    return id;
  }

  test.each([1, 2, 3])("at deletion %i is finished by the sweep", async (call) => {
    const before = await holdings();
    await interruptedAt(call);
    expect(await holdings()).not.toEqual(before);
    await sweep(ctx);
    expect(await holdings()).toEqual(before);
  });

  test("and fails again does not block others", async () => {
    await Promise.all([interruptedAt(1), interruptedAt(1)]);
    await sweep({ ...ctx, env: { ...env, BUCKET: failingBucket(1) } });
    const closed = env.DB.prepare("SELECT count(*) AS n FROM accounts WHERE deleted_at > 0");
    expect(await closed.first("n")).toBe(1);
    await sweep(ctx);
    expect(await closed.first("n")).toBe(0);
  });

  test("leaves no object without its row", async () => {
    await interruptedAt(3);
    const { results } = await env.DB.prepare("SELECT image_key FROM screenshots").run<{
      image_key: string;
    }>();
    const known = new Set(results.map((row) => row.image_key));
    const { objects } = await env.BUCKET.list();
    expect(objects.filter(({ key }) => !known.has(key.replace("thumb_", "")))).toEqual([]);
    await sweep(ctx);
  });

  test("may be continued twice at once", async () => {
    const before = await holdings();
    const id = await interruptedAt(3);
    await Promise.all([eraseAccount(ctx, id), eraseAccount(ctx, id)]);
    await purgePending(ctx);
    expect(await holdings()).toEqual(before);
  });
});
