import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { app } from "../../src/app";
import { type Context, contextOf } from "../../src/context";
import { purgePending } from "../../src/domain/purge";
import { sweep } from "../../src/domain/sweep";
import { transaction } from "../../src/store/db";
import { pendingPurges, purgeRequest } from "../../src/store/purges";
import { newAccount } from "../support/api";
import { createAndCapture } from "../support/configurations";
import { edge } from "../support/edge";

/** A context whose edge has a given answer, and the tags that it was asked to purge. */
function contextWithEdge(answer: () => Promise<void>) {
  const asked: string[][] = [];
  const purge = async (tags: string[]) => {
    asked.push(tags);
    await answer();
  };
  const ctx: Context = { ...contextOf(env, { waitUntil: () => undefined }), purge };
  return { ctx, asked };
}

/** Requests a purge of a tag, as the deletion of a configuration does. */
async function ask(tag: string, askedAt = Date.now()): Promise<void> {
  await transaction(env, [purgeRequest(tag, askedAt)]);
}

const refusePurge = () => Promise.reject(new Error("The platform refused to purge"));

test("the deletion of a configuration purges it from the edge", async () => {
  const { key } = await newAccount();
  const { id, path } = await createAndCapture(key, "/quarters");
  const { execution, purged, done } = edge();
  const request = new Request(`http://localhost${path}?access_token=${key}`, { method: "DELETE" });
  expect((await app.fetch(request, env, execution)).status).toBe(200);
  await done();
  expect(purged).toContain(`c-${id}`);
});

test("a refused purge is retried by the sweep until it succeeds", async () => {
  const refused = contextWithEdge(refusePurge);
  await ask("c-refused");
  await sweep(refused.ctx);
  await sweep(refused.ctx);
  expect(refused.asked).toEqual([["c-refused"], ["c-refused"]]);

  const accepted = contextWithEdge(async () => undefined);
  await sweep(accepted.ctx);
  await sweep(accepted.ctx);
  expect(accepted.asked).toEqual([["c-refused"]]);
});

test("a purge that is requested during a purge of the same tag is not lost", async () => {
  const again = contextWithEdge(async () => {
    await ask("c-again", Date.now() + 1_000);
  });
  await ask("c-again");
  await purgePending(again.ctx);
  expect((await pendingPurges(env)).map(({ tag }) => tag)).toEqual(["c-again"]);
});
