import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { type Context, contextOf } from "../../src/context";
import { claimAttempt, makeAttempt } from "../../src/domain/deliveries";
import { randomHex } from "../../src/lib/secrets";
import { hostOf } from "../../src/lib/url-policy";
import { database, transaction } from "../../src/store/db";
import { listAttempts } from "../../src/store/deliveries";
import { configurations } from "../../src/store/tables/configurations";
import { newAccount, site } from "./api";

/** Where the service is reached; never called. */
const SERVICE = "https://pagepixels.example";

/** A context whose clock stands where it is told. */
export function contextAt(now: () => number): Context {
  return { ...contextOf(env, { waitUntil: () => undefined }, SERVICE), now };
}

/** A receiver of the test site that answers as its words say. */
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

/** A configuration of a fresh account, as far as deliveries look at it. */
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

/** A change that waits to be delivered to an address, due now. */
export async function newDelivery(
  configuration: { id: string; accountId: string },
  url: string,
  now: number,
): Promise<string> {
  const [id = ""] = await newDeliveries(configuration, url, [now]);
  return id;
}

/** Changes of these moments, all at once; answers their ids in that order. */
export async function newDeliveries(
  { id: configurationId, accountId }: { id: string; accountId: string },
  url: string,
  moments: number[],
): Promise<string[]> {
  const config = JSON.stringify({ type: "change", selector: "#count", send_to: "webhook", url });
  const rows = moments.map((at) => ({ id: randomHex(20), jobId: randomHex(12), at }));
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

/** Makes the attempt of a delivery that is due; answers after how many milliseconds it wants to be woken up again. */
export async function deliver(ctx: Context, id: string): Promise<number | null> {
  const claim = await claimAttempt(ctx, id);
  const wakeUps = "delivery" in claim ? await makeAttempt(ctx, claim.delivery) : claim.wakeUps;
  const own = wakeUps.find((wakeUp) => wakeUp.id === id);
  return own ? own.at - ctx.now() : null;
}

/** Wakes a delivery up whenever it is due, until nothing is to come; the clock jumps there. */
export async function deliverToTheEnd(id: string, start: number): Promise<number> {
  let now = start;
  for (;;) {
    const waitMs = await deliver(
      contextAt(() => now),
      id,
    );
    if (waitMs === null) return now;
    now += waitMs;
  }
}

/** The outcomes of a delivery's attempts, the first one first. */
export async function outcomesOf(id: string): Promise<string[]> {
  return (await listAttempts(env, id)).map((attempt) => attempt.outcome);
}
