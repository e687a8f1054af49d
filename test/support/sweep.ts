import {
  createExecutionContext,
  createScheduledController,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { contextOf } from "../../src/context";
import { DELIVERY_CLAIM_MS } from "../../src/domain/deliveries";
import { JOB_CLAIM_MS } from "../../src/domain/run-job";
import { sweep } from "../../src/domain/sweep";
import type { Env } from "../../src/env";
import worker from "../../src/index";
import { aloneSince } from "../../src/lib/started";
import { listDeletedAccounts } from "../../src/store/accounts";
import { listClosedConfigurations, listOverdue } from "../../src/store/configurations";
import { claimDelivery, forgetSlowHosts, listOverdueDeliveries } from "../../src/store/deliveries";
import { claimJob, listForgottenJobs, listLostJobs } from "../../src/store/jobs";
import { newConfiguration, newDelivery, receiver } from "./deliveries";
import { keepingQueue } from "./faults";
import { reservedJob } from "./jobs";
import { createWaiting } from "./queues";

/** The binding of a local server: no other process works on its database. */
export const LOCAL = { LOCAL_SERVER: "true" };

/** The queries of the sweep, each with its index. */
export const QUERIES: [index: string, list: (env: Env) => Promise<unknown>][] = [
  ["accounts_deleted", listDeletedAccounts],
  ["configurations_deleted", listClosedConfigurations],
  ["configurations_next_slot", (env) => listOverdue(env, 1)],
  ["screenshots_in_progress", (env) => listLostJobs(env, 1)],
  ["screenshots_in_progress", (env) => listForgottenJobs(env, 1)],
  ["deliveries_due", (env) => listOverdueDeliveries(env, { now: 2, before: 1 })],
  ["slow_hosts_rested", (env) => forgetSlowHosts(env, 1)],
];

/** Runs the sweep with these bindings, and a clock that is ahead by some milliseconds. */
export async function sweepWith(bindings: Partial<Env>, aheadMs = 0): Promise<void> {
  const ctx = contextOf({ ...env, ...bindings }, { waitUntil: () => undefined });
  await sweep({ ...ctx, now: () => Date.now() + aheadMs });
}

/** Runs the sweep with a clock that is ahead; returns the ids of the jobs that were queued. */
export async function sweepAfter(aheadMs: number): Promise<string[]> {
  const { queue, sent } = keepingQueue();
  await sweepWith({ CAPTURES: queue }, aheadMs);
  return sent.map(({ body }) => (body as { jobId: string }).jobId);
}

/** Runs the cron trigger with the current time and the real queue. */
export async function cron(): Promise<void> {
  const execution = createExecutionContext();
  await worker.scheduled(createScheduledController(), env, execution);
  await waitOnExecutionContext(execution);
}

/**
 * Leaves work as a local server does that crashed: a claimed job, a snap and a claimed delivery, all from before the
 * start of this one. A job that was claimed after the start is left, too; no sweep may touch it.
 */
export async function leaveWork(key: string) {
  const since = aloneSince(LOCAL);
  const [left, ours] = [
    await createWaiting(key, "/quarters"),
    await createWaiting(key, "/quarters"),
  ];
  await claimJob(env, left.jobId, { now: since - 2, leaseUntil: since - 2 + JOB_CLAIM_MS });
  await claimJob(env, ours.jobId, { now: since, leaseUntil: since + JOB_CLAIM_MS });
  const snap = await reservedJob();
  await env.DB.prepare("UPDATE screenshots SET created_at = ? WHERE id IN (?, ?, ?)")
    .bind(since - 1, left.jobId, ours.jobId, snap.id)
    .run();
  const configuration = await newConfiguration();
  const deliveryId = await newDelivery(configuration, receiver("left", "200"), since - 2);
  const leaseUntil = since - 2 + DELIVERY_CLAIM_MS;
  const claim = () => claimDelivery(env, deliveryId, { now: since, leaseUntil });
  expect(await claim()).toBeDefined();
  // The Worker of the tests may have started long ago; then the sweep would find other work that is overdue.
  const sweepAtStart = (bindings: Partial<Env>) => sweepWith(bindings, since + 1_000 - Date.now());
  return { jobId: left.jobId, snap, deliveryId, claimDeliveryAgain: claim, sweepAtStart };
}
