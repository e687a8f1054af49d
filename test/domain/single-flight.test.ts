import { evictDurableObject, listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { contextOf } from "../../src/context";
import { singleFlight } from "../../src/domain/single-flight";
import { newAccount, site, withQuery } from "../support/api";
import { eventually } from "../support/eventually";

async function visits(name: string): Promise<number> {
  return Number(await (await fetch(`${site}/visited/${name}`)).text());
}

/** Takes a small snap through workerd, so that each request has its own context and shares no promise. */
async function snap(key: string, page: string): Promise<Response> {
  const small = { page_width: 40, page_height: 30 };
  const query = { url: `${site}${page}`, access_token: key, ...small };
  return exports.default.fetch(`http://localhost${withQuery("/snap", query)}`);
}

test("100 equal snaps at once are one visit, one capture and one reservation", async () => {
  const account = await newAccount();
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => snap(account.key, "/visits/crowd")),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  expect(new Set(answers.map((answer) => answer.headers.get("X-Job-Id"))).size).toBe(1);
  expect(await visits("crowd")).toBe(1);
  const used = await env.DB.prepare("SELECT used FROM usage WHERE account_id = ?")
    .bind(account.id)
    .first("used");
  expect(used).toBe(1);
});

test("a failure reaches all followers", async () => {
  const account = await newAccount();
  const answers = await Promise.all(Array.from({ length: 20 }, () => snap(account.key, "/reset")));
  const bodies = await Promise.all(
    answers.map((answer) => answer.json<{ reason: string; job_id: string }>()),
  );
  expect(new Set(bodies.map(({ reason }) => reason))).toEqual(new Set(["connection_failed"]));
  expect(new Set(bodies.map(({ job_id }) => job_id)).size).toBe(1);
});

test("after the leader dies one of the followers leads", async () => {
  const flight = env.SNAP_FLIGHT.getByName("died");
  expect(await flight.join("key", 200)).toMatchObject({ role: "leader" });
  const [second, third] = [flight.join("key", 10_000), flight.join("key", 10_000)];
  const joined = await second;
  expect(joined.role).toBe("leader");
  if (joined.role === "leader") await flight.finish("key", joined.ticket, { jobId: "done" });
  expect(await third).toEqual({ role: "follower", result: { jobId: "done" } });
});

test("only the leader can finish", async () => {
  const flight = env.SNAP_FLIGHT.getByName("another-ticket");
  const joined = await flight.join("key", 10_000);
  const waiting = flight.join("key", 10_000);
  await flight.finish("key", "another ticket", { jobId: "false" });
  if (joined.role === "leader") await flight.finish("key", joined.ticket, { jobId: "true" });
  expect(await waiting).toEqual({ role: "follower", result: { jobId: "true" } });
});

test("a leader without followers survives the eviction of its object", async () => {
  const flight = env.SNAP_FLIGHT.getByName("evicted");
  const joined = await flight.join("key", 10_000);
  await evictDurableObject(flight);
  const waiting = flight.join("key", 10_000);
  if (joined.role === "leader") await flight.finish("key", joined.ticket, { jobId: "done" });
  expect(await waiting).toEqual({ role: "follower", result: { jobId: "done" } });
});

/** The number of leaders that all objects store. */
async function leaders(): Promise<number> {
  const ids = await listDurableObjectIds(env.SNAP_FLIGHT);
  const counts = ids.map((id) =>
    runInDurableObject(env.SNAP_FLIGHT.get(id), (_, { storage }) =>
      Number(storage.sql.exec("SELECT count(*) AS n FROM leaders").one()["n"]),
    ),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

test("200 different snaps leave neither objects nor rows", async () => {
  const [objects, rows] = [(await listDurableObjectIds(env.SNAP_FLIGHT)).length, await leaders()];
  const ctx = contextOf(env, { waitUntil: () => undefined });
  const keys = Array.from({ length: 200 }, (_, n) => `distinct-${n}`);
  await Promise.all(keys.map((key) => singleFlight(ctx, key, async () => ({ jobId: key }))));
  expect((await listDurableObjectIds(env.SNAP_FLIGHT)).length - objects).toBeLessThanOrEqual(32);
  // No lease has expired yet.
  await eventually(async () => expect(await leaders()).toBe(rows), { timeoutMs: 30_000 });
});

test("a dead leader without followers is removed after its lease", async () => {
  const flight = env.SNAP_FLIGHT.getByName("forgotten");
  const before = await leaders();
  await flight.join("alive", 60_000);
  await flight.join("dead", 1);
  await eventually(async () => expect(await leaders()).toBe(before + 1));
});
