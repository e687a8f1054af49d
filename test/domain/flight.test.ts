import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { newAccount, site, snap } from "../support/api";

async function visits(name: string): Promise<number> {
  return Number(await (await fetch(`${site}/visited/${name}`)).text());
}

const SMALL = { page_width: 40, page_height: 30 };

test("100 equal snaps at once cost one visit, one capture and one of the allotment", async () => {
  const account = await newAccount();
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => snap(account.key, "/visits/crowd", SMALL)),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  expect(new Set(answers.map((answer) => answer.headers.get("X-Job-Id"))).size).toBe(1);
  expect(await visits("crowd")).toBe(1);
  const used = await env.DB.prepare("SELECT used FROM usage WHERE account_id = ?")
    .bind(account.id)
    .first("used");
  expect(used).toBe(1);
});

test("a failure reaches all who wait", async () => {
  const account = await newAccount();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => snap(account.key, "/reset", SMALL)),
  );
  const bodies = await Promise.all(
    answers.map((answer) => answer.json<{ reason: string; job_id: string }>()),
  );
  expect(new Set(bodies.map(({ reason }) => reason))).toEqual(new Set(["connection_failed"]));
  expect(new Set(bodies.map(({ job_id }) => job_id)).size).toBe(1);
});

test("a leader that died frees the rest: one of them leads", async () => {
  const flight = env.SNAP_FLIGHT.getByName("died");
  expect(await flight.board(200)).toMatchObject({ role: "leader" });
  const [second, third] = [flight.board(10_000), flight.board(10_000)];
  const seat = await second;
  expect(seat.role).toBe("leader");
  if (seat.role === "leader") await flight.land(seat.ticket, { jobId: "landed" });
  expect(await third).toEqual({ role: "passenger", landing: { jobId: "landed" } });
});

test("only the leader can land", async () => {
  const flight = env.SNAP_FLIGHT.getByName("impostor");
  const seat = await flight.board(10_000);
  const waiting = flight.board(10_000);
  await flight.land("another ticket", { jobId: "false" });
  if (seat.role === "leader") await flight.land(seat.ticket, { jobId: "true" });
  expect(await waiting).toEqual({ role: "passenger", landing: { jobId: "true" } });
});

test("a leader that nobody waits for yet is remembered when its object is evicted", async () => {
  const flight = env.SNAP_FLIGHT.getByName("evicted");
  const seat = await flight.board(10_000);
  await evictDurableObject(flight);
  const waiting = flight.board(10_000);
  if (seat.role === "leader") await flight.land(seat.ticket, { jobId: "landed" });
  expect(await waiting).toEqual({ role: "passenger", landing: { jobId: "landed" } });
});
