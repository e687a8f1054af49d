import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { reserveJob } from "../../src/store/reservations";
import { admin, call, newAccount } from "../support/api";
import { FEBRUARY, JANUARY, jobOf, reservedJob, usedBy } from "../support/jobs";

describe("the allotment", () => {
  test("of 20 allows exactly 20 of 200 jobs at once", async () => {
    const { id } = await newAccount({ monthly_screenshots: 20 });
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => reserveJob(env, jobOf(id))),
    );
    expect(answers.filter(Boolean)).toHaveLength(20);
    expect([await jobsOf(id), await usedBy(id)]).toEqual([20, 20]);
  });

  test("of 0 allows no job, and writes nothing", async () => {
    const { id } = await newAccount({ monthly_screenshots: 0 });
    expect(await reserveJob(env, jobOf(id))).toBe(false);
    expect([await jobsOf(id), await usedBy(id)]).toEqual([0, null]);
  });

  test("starts at zero in the first millisecond of a month", async () => {
    const { accountId } = await reservedJob(1);
    expect(await reserveJob(env, jobOf(accountId, JANUARY))).toBe(false);
    expect(await reserveJob(env, jobOf(accountId, FEBRUARY))).toBe(true);
    expect([await usedBy(accountId), await usedBy(accountId, "2026-02")]).toEqual([1, 1]);
  });

  test("is counted per account", async () => {
    await reservedJob(1);
    await reservedJob(1);
  });

  test("may be raised and lowered during use", async () => {
    const { accountId } = await reservedJob(1);
    await changeAccount(accountId, { monthly_screenshots: "2" });
    expect(await reserveJob(env, jobOf(accountId))).toBe(true);
    await changeAccount(accountId, { monthly_screenshots: "1" });
    expect(await reserveJob(env, jobOf(accountId))).toBe(false);
  });

  test("allows no job while a payment is missing", async () => {
    const { id } = await newAccount({ billing_up_to_date: false });
    expect(await reserveJob(env, jobOf(id))).toBe(false);
  });

  test("allows no job of an unknown account", async () => {
    expect(await reserveJob(env, jobOf(crypto.randomUUID()))).toBe(false);
  });

  test("does not count a job that cannot be written", async () => {
    const job = await reservedJob();
    await expect(reserveJob(env, { ...jobOf(job.accountId), id: job.id })).rejects.toThrow();
    expect(await usedBy(job.accountId)).toBe(1);
  });
});

async function jobsOf(accountId: string): Promise<number | null> {
  return env.DB.prepare("SELECT count(*) AS jobs FROM screenshots WHERE account_id = ?")
    .bind(accountId)
    .first<number>("jobs");
}

async function changeAccount(id: string, settings: Record<string, string>): Promise<void> {
  const init = { method: "PATCH", headers: admin, body: new URLSearchParams(settings) };
  expect((await call(`/admin/accounts/${id}`, init)).status).toBe(200);
}
