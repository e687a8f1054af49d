import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { type Context, contextOf } from "../../src/context";
import { claimAttempt, makeAttempt } from "../../src/domain/deliveries";
import type { Env } from "../../src/env";
import { randomHex } from "../../src/lib/secrets";
import { hostOf } from "../../src/lib/url-policy";
import { database, transaction } from "../../src/store/db";
import { listAttempts } from "../../src/store/deliveries";
import { configurations } from "../../src/store/tables/configurations";
import { newAccount, site } from "./api";

/** Origin of the service. No test calls it. */
const SERVICE = "https://pagepixels.example";

/** A context with this clock. */
export function contextAt(now: () => number): Context {
  return { ...contextOf(env, { waitUntil: () => undefined }, SERVICE), now };
}

/** A receiver of the test site, with the answers that it gives one after another. */
export function receiver(name: string, answers: string): string {
  return `${site}/receiver/${name}?answers=${answers}`;
}

interface Received {
  headers: Record<string, string>;
  body: string;
}

/** Every webhook that a receiver got. */
export async function receivedBy(name: string): Promise<Received[]> {
  return (await fetch(`${site}/received/${name}`)).json();
}

/** The ids of the webhooks that a receiver got. */
export async function idsReceivedBy(name: string): Promise<(string | undefined)[]> {
  return (await receivedBy(name)).map(({ headers }) => headers["webhook-id"]);
}

/** A configuration of a new account, with the columns that deliveries read. */
export async function newConfiguration(): Promise<{ id: string; accountId: string; key: string }> {
  const account = await newAccount();
  const id = crypto.randomUUID();
  await database(env)
    .insert(configurations)
    .values({
      id,
      accountId: account.id,
      config: { url: `${site}/quarters` },
      createdAt: 0,
      anchorAt: 0,
      lastJobId: randomHex(12),
      region: "any",
      origin: SERVICE,
    });
  return { id, accountId: account.id, key: account.key };
}

/** A delivery to a URL, due now. */
export async function newDelivery(
  configuration: { id: string; accountId: string },
  url: string,
  now: number,
): Promise<string> {
  const [id = ""] = await newDeliveries(configuration, url, [now]);
  return id;
}

/** Creates changes with these times in one transaction; returns their ids in that order. */
export async function newDeliveries(
  { id: configurationId, accountId }: { id: string; accountId: string },
  url: string,
  times: number[],
): Promise<string[]> {
  const config = JSON.stringify({ type: "change", selector: "#count", send_to: "webhook", url });
  const rows = times.map((at) => ({ id: randomHex(20), jobId: randomHex(12), at }));
  const given = JSON.stringify(rows);
  const [id, jobId, at] = ["id", "jobId", "at"].map((name) => sql.raw(`value ->> '${name}'`));
  await transaction(env, [
    sql`INSERT INTO notifications (id, account_id, configuration_id, job_id, previous_value,
        retrieved_value, config, sent_at)
      SELECT ${id}, ${accountId}, ${configurationId}, ${jobId}, '17', '18', ${config}, ${at}
      FROM json_each(${given})`,
    sql`INSERT INTO deliveries
        (id, account_id, configuration_id, url, host, state, attempts, next_attempt_at)
      SELECT ${id}, ${accountId}, ${configurationId}, ${url}, ${hostOf(url)}, 'pending', 0, ${at}
      FROM json_each(${given})`,
  ]);
  return rows.map((row) => row.id);
}

/** Makes the attempt of a due delivery; returns the milliseconds until the next one, or null. */
export async function deliver(ctx: Context, id: string): Promise<number | null> {
  const claim = await claimAttempt(ctx, id);
  const wakeUps = "delivery" in claim ? await makeAttempt(ctx, claim.delivery) : claim.wakeUps;
  const own = wakeUps.find((wakeUp) => wakeUp.id === id);
  return own ? own.at - ctx.now() : null;
}

/** The same at a given time. `bindings` replace the Worker's. */
export async function deliverAt(
  now: number,
  id: string,
  bindings: Partial<Env> = {},
): Promise<number | null> {
  const ctx = contextAt(() => now);
  return deliver({ ...ctx, env: { ...env, ...bindings } }, id);
}

/** Makes attempts of a delivery until none is left, each at the time when it is due; returns the time of the last one. */
export async function deliverToTheEnd(id: string, start: number): Promise<number> {
  let now = start;
  for (;;) {
    const waitMs = await deliverAt(now, id);
    if (waitMs === null) return now;
    now += waitMs;
  }
}

/** The outcomes of a delivery's attempts, oldest first. */
export async function outcomesOf(id: string): Promise<string[]> {
  return (await listAttempts(env, id)).map((attempt) => attempt.outcome);
}
