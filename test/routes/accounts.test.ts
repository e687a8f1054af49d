import { describe, expect, test } from "vitest";
import { admin, call, callJson, newAccount } from "../support/api";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** An admin request with a JSON body. */
function operate(method: string, path: string, body?: Record<string, unknown>) {
  const sent = body ? { body: JSON.stringify(body) } : {};
  const headers = { ...admin, "Content-Type": "application/json" };
  return callJson(`/admin/accounts${path}`, { method, headers, ...sent });
}

const statusWith = async (key: string) => (await call(`/screenshots?access_token=${key}`)).status;

describe("POST /admin/accounts", () => {
  test("returns the account and its keys", async () => {
    const settings = { name: "Zoë", monthly_screenshots: 5, billing_up_to_date: false };
    const before = Date.now();
    const { status, body } = await operate("POST", "", settings);
    expect(status).toBe(201);
    expect(body).toEqual({
      success: true,
      account: {
        id: expect.stringMatching(UUID),
        ...settings,
        created_at: expect.stringMatching(/^\d{13}$/),
      },
      keys: {
        private_api_key: expect.stringMatching(/^sk_[0-9a-f]{48}$/),
        publishable_key: expect.stringMatching(/^pk_[0-9a-f]{48}$/),
        secret_token: expect.stringMatching(/^[0-9a-f]{64}$/),
        webhook_secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
      },
    });
    expect(Number(body.account.created_at)).toBeGreaterThanOrEqual(before);
  });

  test("returns keys that work at once", async () => {
    const { keys } = await newAccount();
    expect(await statusWith(keys.private_api_key)).toBe(200);
    expect(await statusWith(keys.publishable_key)).toBe(403);
  });

  test("never returns the same key twice", async () => {
    const accounts = await Promise.all([newAccount(), newAccount()]);
    const keys = accounts.flatMap((account) => Object.values(account.keys));
    expect(new Set(keys).size).toBe(8);
  });

  test("treats billing as up to date by default", async () => {
    expect((await newAccount()).account.billing_up_to_date).toBe(true);
  });
});

describe("GET /admin/accounts", () => {
  test("lists accounts, oldest first, without keys", async () => {
    const [first, second] = [await newAccount({ name: "1st" }), await newAccount({ name: "2nd" })];
    const { status, body } = await operate("GET", "");
    expect([status, body.success]).toEqual([200, true]);
    expect(body.accounts.slice(-2)).toEqual([first.account, second.account]);
  });

  test("returns one of them", async () => {
    const { id, account } = await newAccount();
    const { status, body } = await operate("GET", `/${id}`);
    expect([status, body]).toEqual([200, { success: true, account }]);
  });
});

describe("PATCH /admin/accounts/:id", () => {
  test.each([
    { name: "New" },
    { monthly_screenshots: 0 },
    { billing_up_to_date: false },
    { name: "All", monthly_screenshots: 7, billing_up_to_date: false },
    { name: "", monthly_screenshots: null, unknown: 1 },
    {},
  ])("changes only the given settings: %j", async (changes) => {
    const { id, account } = await newAccount();
    const { status, body } = await operate("PATCH", `/${id}`, changes);
    const { unknown: _, ...known } = { unknown: 0, ...changes };
    const given = Object.entries(known).filter(([, value]) => value !== "" && value !== null);
    const changed = { ...account, ...Object.fromEntries(given) };
    expect([status, body]).toEqual([200, { success: true, account: changed }]);
    expect((await operate("GET", `/${id}`)).body.account).toEqual(changed);
  });

  test("does not change the keys and other accounts", async () => {
    const [one, other] = [await newAccount(), await newAccount()];
    await operate("PATCH", `/${one.id}`, { name: "New" });
    expect(await statusWith(one.key)).toBe(200);
    expect((await operate("GET", `/${other.id}`)).body.account).toEqual(other.account);
  });
});

describe("invalid settings are refused, and each is named", () => {
  const NAME = "accepted: text of 1 to 200 bytes";
  const NUMBER = "accepted: a whole number from 0 to 1000000000";

  test.each<[settings: Record<string, unknown>, note: string]>([
    [{}, `name is missing; ${NAME}. monthly_screenshots is missing; ${NUMBER}.`],
    [
      { name: " ", monthly_screenshots: -1, billing_up_to_date: "no" },
      `name is " "; ${NAME}. monthly_screenshots is -1; ${NUMBER}. billing_up_to_date is "no"; accepted: true or false.`,
    ],
    [
      { name: ["a"], monthly_screenshots: 1.5 },
      `name is ["a"]; ${NAME}. monthly_screenshots is 1.5; ${NUMBER}.`,
    ],
    [
      { name: "é".repeat(101), monthly_screenshots: 1_000_000_001 },
      `name is "${"é".repeat(99)}; ${NAME}. monthly_screenshots is 1000000001; ${NUMBER}.`,
    ],
  ])("when an account is created with %j", async (settings, note) => {
    const { status, body } = await operate("POST", "", settings);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error_code: "invalid_options", note });
  });

  test("when an account is changed, which stays unchanged", async () => {
    const { id, account } = await newAccount();
    const { status, body } = await operate("PATCH", `/${id}`, {
      name: "a",
      monthly_screenshots: "x",
    });
    expect([status, body.note]).toEqual([400, `monthly_screenshots is "x"; ${NUMBER}.`]);
    expect((await operate("GET", `/${id}`)).body.account).toEqual(account);
  });
});

describe("an unknown account", () => {
  test.each([
    ["GET", ""],
    ["PATCH", ""],
    ["DELETE", ""],
    ["POST", "/keys"],
  ])("is account_not_found for %s /admin/accounts/:id%s", async (method, path) => {
    for (const id of [crypto.randomUUID(), "1", "' OR 1=1 --"]) {
      const { status, body } = await operate(method, `/${encodeURIComponent(id)}${path}`);
      expect([status, body.error_code]).toEqual([404, "account_not_found"]);
    }
  });
});
