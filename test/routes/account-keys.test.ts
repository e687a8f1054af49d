import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { app } from "../../src/app";
import { pendingPurges } from "../../src/store/purges";
import { admin, callJson, newAccount } from "../support/api";
import { edge } from "../support/edge";

const rotate = (id: string) =>
  callJson(`/admin/accounts/${id}/keys`, { method: "POST", headers: admin });

const errorWith = async (key: string) =>
  (await callJson(`/screenshots?access_token=${key}`)).body.error_code;

describe("POST /admin/accounts/:id/keys", () => {
  test("returns four new keys and the unchanged account", async () => {
    const { id, account, keys } = await newAccount();
    const { status, body } = await rotate(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, account });
    expect(Object.keys(body.keys)).toEqual(Object.keys(keys));
    expect(new Set([...Object.values(keys), ...Object.values(body.keys)]).size).toBe(8);
  });

  test("revokes the old keys at once", async () => {
    const { id, keys } = await newAccount();
    await rotate(id);
    expect(await errorWith(keys.private_api_key)).toBe("invalid_access_token");
    expect(await errorWith(keys.publishable_key)).toBe("invalid_access_token");
  });

  test("activates the new keys at once", async () => {
    const { keys } = (await rotate((await newAccount()).id)).body;
    expect(await errorWith(keys.private_api_key)).toBeUndefined();
    expect(await errorWith(keys.publishable_key)).toBe("forbidden");
  });

  test("does not change the keys of other accounts", async () => {
    const other = await newAccount();
    await rotate((await newAccount()).id);
    expect(await errorWith(other.key)).toBeUndefined();
  });
});

describe("the edge cache of an account is purged", () => {
  test.each([
    ["with the rotation of its keys", "POST", "/keys"],
    ["with its deletion", "DELETE", ""],
  ])("%s", async (_, method, path) => {
    const { id } = await newAccount();
    const { execution, purged, done } = edge();
    const request = new Request(`http://localhost/admin/accounts/${id}${path}`, {
      method,
      headers: admin,
    });
    expect((await app.fetch(request, env, execution)).status).toBe(200);
    await done();
    expect(purged).toEqual([`a-${id}`]);
  });

  test("but not for an unknown account", async () => {
    const before = await pendingPurges(env);
    expect((await rotate("unknown")).status).toBe(404);
    expect(await pendingPurges(env)).toEqual(before);
  });
});
