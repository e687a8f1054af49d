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

/** A context whose edge answers as told, and what it was asked to forget. */
function edgeThat(answer: () => Promise<void>) {
  const asked: string[][] = [];
  const purge = async (tags: string[]) => {
    asked.push(tags);
    await answer();
  };
  const ctx: Context = { ...contextOf(env, { waitUntil: () => undefined }), purge };
  return { ctx, asked };
}

/** Asks for a tag to be purged, as the end of a configuration or of keys does. */
async function ask(tag: string, askedAt = Date.now()): Promise<void> {
  await transaction(env, [purgeRequest(tag, askedAt)]);
}

const refusing = () => Promise.reject(new Error("The platform refused to purge"));

test("what the edge keeps of a configuration is purged with its deletion", async () => {
  const { key } = await newAccount();
  const { id, path } = await createAndCapture(key, "/quarters");
  const { execution, purged, done } = edge();
  const request = new Request(`http://localhost${path}?access_token=${key}`, { method: "DELETE" });
  expect((await app.fetch(request, env, execution)).status).toBe(200);
  await done();
  expect(purged).toContain(`c-${id}`);
});

test("a purge that is refused is tried again by the sweep, until it is done", async () => {
  const refused = edgeThat(refusing);
  await ask("c-refused");
  await sweep(refused.ctx);
  await sweep(refused.ctx);
  expect(refused.asked).toEqual([["c-refused"], ["c-refused"]]);

  const willing = edgeThat(async () => undefined);
  await sweep(willing.ctx);
  await sweep(willing.ctx);
  expect(willing.asked).toEqual([["c-refused"]]);
});

test("what is to be purged again while it is being purged is not forgotten", async () => {
  const again = edgeThat(async () => {
    await ask("c-again", Date.now() + 1_000);
  });
  await ask("c-again");
  await purgePending(again.ctx);
  expect((await pendingPurges(env)).map(({ tag }) => tag)).toEqual(["c-again"]);
});
