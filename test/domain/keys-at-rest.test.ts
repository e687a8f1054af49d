import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { unseal } from "../../src/lib/secrets";
import { newAccount } from "../support/api";

/** The row of an account. */
async function rowOf(id: string) {
  const row = await env.DB.prepare("SELECT * FROM accounts WHERE id = ?")
    .bind(id)
    .first<Record<string, string>>();
  return row ?? {};
}

describe("the keys of an account at rest", () => {
  test("are in no column in plain text, in any encoding", async () => {
    const { id, keys } = await newAccount();
    const stored = JSON.stringify(await rowOf(id));
    for (const key of Object.values<string>(keys)) {
      const bare = key.replace(/^[a-z]+_/, "");
      for (const spelling of [key, bare, btoa(key), btoa(bare), Buffer.from(key).toString("hex")]) {
        expect(stored).not.toContain(spelling);
      }
    }
  });

  test("are their SHA-256", async () => {
    const { id, keys } = await newAccount();
    const row = await rowOf(id);
    expect(row["private_key_hash"]).toBe(await sha256(keys.private_api_key));
    expect(row["publishable_key_hash"]).toBe(await sha256(keys.publishable_key));
  });
});

describe("the secrets of an account at rest", () => {
  test("are decrypted with the encryption key", async () => {
    const { id, keys } = await newAccount();
    const row = await rowOf(id);
    const read = (column: string) => unseal(row[column] ?? "", env.ENCRYPTION_KEY);
    expect(read("secret_token_sealed")).toBe(keys.secret_token);
    expect(read("webhook_secret_sealed")).toBe(keys.webhook_secret);
  });

  test("are decrypted if WebCrypto encrypted them, as in earlier versions", async () => {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const rawKey = Buffer.from(env.ENCRYPTION_KEY, "base64");
    const key = await crypto.subtle.importKey("raw", rawKey, "AES-GCM", false, ["encrypt"]);
    const text = new TextEncoder().encode("an old secret: ü");
    const encrypted = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, text);
    const sealed = Buffer.concat([nonce, Buffer.from(encrypted)]).toString("base64");
    expect(unseal(sealed, env.ENCRYPTION_KEY)).toBe("an old secret: ü");
  });

  test("are not decrypted when they are too short for nonce and tag", () => {
    for (const length of [0, 11, 12, 14, 16, 27]) {
      const sealed = Buffer.alloc(length).toString("base64");
      expect(() => unseal(sealed, env.ENCRYPTION_KEY)).toThrow();
    }
  });

  test("are not decrypted with another encryption key", async () => {
    const { secret_token_sealed = "" } = await rowOf((await newAccount()).id);
    expect(() => unseal(secret_token_sealed, btoa("x".repeat(32)))).toThrow();
  });

  test("are not read after a byte was changed", async () => {
    const { secret_token_sealed = "" } = await rowOf((await newAccount()).id);
    const bytes = Uint8Array.from(atob(secret_token_sealed), (char) => char.charCodeAt(0));
    for (const at of [0, 12, bytes.length - 1]) {
      const changed = bytes.with(at, (bytes[at] ?? 0) ^ 1);
      const sealed = btoa(String.fromCharCode(...changed));
      expect(() => unseal(sealed, env.ENCRYPTION_KEY)).toThrow();
    }
  });

  test("share no nonce, within an account or between accounts", async () => {
    const rows = await Promise.all(
      [newAccount(), newAccount()].map(async (a) => rowOf((await a).id)),
    );
    const nonces = rows.flatMap((row) => [
      row["secret_token_sealed"],
      row["webhook_secret_sealed"],
    ]);
    expect(new Set(nonces.map((sealed) => sealed?.slice(0, 16))).size).toBe(4);
  });
});

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Buffer.from(digest).toString("hex");
}
