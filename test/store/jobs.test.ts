import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { claimJob, failJob, findJob, finishJob, type Outcome } from "../../src/store/jobs";
import { reserveJob } from "../../src/store/reservations";
import { newAccount } from "../support/api";
import { FEBRUARY, JANUARY, jobOf, reservedJob, usedBy } from "../support/jobs";
import { insertShot } from "../support/rows";

const OUTCOME: Outcome = {
  takenAt: JANUARY,
  etag: '"e"',
  bytes: 1,
  width: 1,
  height: 1,
  targetStatus: 200,
  finalUrl: "https://example.com/",
  timings: { queue: 1, navigate: 2, capture: 3, store: 4 },
};
const finish = (id: string, attempts = 0) =>
  finishJob(env, { id, attempts }, OUTCOME, { changes: [], missing: 0 });

const TIMEOUT = { reason: "timeout", note: "It took too long." } as const;

describe("a job that fails", () => {
  test("releases its reservation once, although it fails repeatedly", async () => {
    const job = await reservedJob();
    await reserveJob(env, jobOf(job.accountId));
    await Promise.all([1, 2, 3].map(() => failJob(env, job.id, TIMEOUT)));
    expect(await usedBy(job.accountId)).toBe(1);
  });

  test("releases it in its own month", async () => {
    const job = await reservedJob();
    await reserveJob(env, jobOf(job.accountId, FEBRUARY));
    await failJob(env, job.id, TIMEOUT);
    expect([await usedBy(job.accountId), await usedBy(job.accountId, "2026-02")]).toEqual([0, 1]);
  });

  test("keeps its first reason", async () => {
    const job = await reservedJob();
    await failJob(env, job.id, TIMEOUT);
    await failJob(env, job.id, { reason: "dns_error", note: "Later." });
    const failed = { status: "failed", failureReason: "timeout", failureNote: TIMEOUT.note };
    expect(await findJob(env, job.id)).toMatchObject(failed);
  });

  test("cannot be finished later", async () => {
    const job = await reservedJob();
    await failJob(env, job.id, TIMEOUT);
    const failed = await findJob(env, job.id);
    expect(await finish(job.id)).toBeUndefined();
    expect(await findJob(env, job.id)).toEqual(failed);
    expect(await usedBy(job.accountId)).toBe(0);
  });
});

describe("a job that is done", () => {
  test("has all columns of its image", async () => {
    const job = await reservedJob();
    const done = await finish(job.id);
    expect(done).toMatchObject({ ...job, ...OUTCOME, leaseUntil: null, status: "done" });
    expect(await findJob(env, job.id)).toEqual(done);
  });

  test("cannot fail later, and releases nothing", async () => {
    const job = await reservedJob();
    const done = await finish(job.id);
    await failJob(env, job.id, TIMEOUT);
    expect(await findJob(env, job.id)).toEqual(done);
    expect(await usedBy(job.accountId)).toBe(1);
  });
});

describe("a waiting job", () => {
  const LEASE = { now: JANUARY, leaseUntil: JANUARY + 1_000 };
  const waiting = async () => {
    const { id: accountId } = await newAccount();
    return insertShot({ accountId, status: "in_progress", takenAt: null, leaseUntil: null });
  };

  test("is claimed by one of many workers", async () => {
    const { id } = await waiting();
    const claims = await Promise.all(Array.from({ length: 10 }, () => claimJob(env, id, LEASE)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("is claimed again once the worker's lease expires", async () => {
    const { id } = await waiting();
    await claimJob(env, id, LEASE);
    expect(await claimJob(env, id, { ...LEASE, now: LEASE.leaseUntil - 1 })).toBeUndefined();
    const late = { now: LEASE.leaseUntil, leaseUntil: LEASE.leaseUntil + 1_000 };
    expect(await claimJob(env, id, late)).toMatchObject({ attempts: 2 });
  });

  test("is finished only by the worker that claimed it last", async () => {
    const { id } = await waiting();
    await claimJob(env, id, LEASE);
    await claimJob(env, id, { now: LEASE.leaseUntil, leaseUntil: LEASE.leaseUntil + 1_000 });
    expect(await finish(id, 1)).toBeUndefined();
    expect(await findJob(env, id)).toMatchObject({ status: "in_progress", takenAt: null });
    expect(await finish(id, 2)).toMatchObject({ status: "done" });
  });
});
