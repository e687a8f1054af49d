import { describe, expect, test } from "vitest";
import { signWebhook } from "../../src/webhook/sign";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER_SECRET = "whsec_ZGV2LXdlYmhvb2stc2VjcmV0LTAwMDAwMDAw";
const MESSAGE = {
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  timestampSeconds: 1_614_265_330,
  body: '{"test": 2432232314}',
};
const SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

const signatureOf = async (change: Partial<typeof MESSAGE>, secrets = [SECRET]) =>
  (await signWebhook({ ...MESSAGE, ...change, secrets }))["webhook-signature"];

test("a known message has the expected headers", async () => {
  expect(await signWebhook({ ...MESSAGE, secrets: [SECRET] })).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": SIGNATURE,
  });
});

test.each<[part: string, change: Partial<typeof MESSAGE>]>([
  ["id", { id: "msg_p5jXN8AQM9LWM0D4loKWxJel" }],
  ["timestamp", { timestampSeconds: 1_614_265_331 }],
  ["body", { body: '{"test":2432232314}' }],
])("the signature covers the %s", async (_part, change) => {
  expect(await signatureOf(change)).not.toBe(SIGNATURE);
});

test("the signature depends on the secret", async () => {
  expect(await signatureOf({}, [OTHER_SECRET])).not.toBe(SIGNATURE);
});

test("each of several secrets adds a signature, in order", async () => {
  const other = await signatureOf({}, [OTHER_SECRET]);
  expect(await signatureOf({}, [SECRET, OTHER_SECRET])).toBe(`${SIGNATURE} ${other}`);
  expect(await signatureOf({}, [OTHER_SECRET, SECRET])).toBe(`${other} ${SIGNATURE}`);
});

test("the body is signed as UTF-8", async () => {
  const body = "Straße 東京 🗼";
  const key = await crypto.subtle.importKey(
    "raw",
    Uint8Array.from(atob(SECRET.slice("whsec_".length)), (char) => char.charCodeAt(0)),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["verify"],
  );
  const signature = (await signatureOf({ body })).slice("v1,".length);
  const isValid = await crypto.subtle.verify(
    "HMAC",
    key,
    Uint8Array.from(atob(signature), (char) => char.charCodeAt(0)),
    new TextEncoder().encode(`${MESSAGE.id}.${MESSAGE.timestampSeconds}.${body}`),
  );
  expect(isValid).toBe(true);
});

describe("a secret may be", () => {
  test.each<[reason: string, bytes: number, strip: boolean]>([
    ["24 bytes", 24, false],
    ["25 bytes, padded", 25, false],
    ["26 bytes, padded", 26, false],
    ["26 bytes, without its padding", 26, true],
    ["64 bytes", 64, false],
  ])("%s", async (_reason, bytes, strip) => {
    const base64 = btoa("k".repeat(bytes));
    const secret = `whsec_${strip ? base64.replaceAll("=", "") : base64}`;
    expect(await signatureOf({}, [secret])).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
  });
});

describe("a secret is refused and not printed when it", () => {
  test.each<[reason: string, secret: string]>([
    ["is empty", ""],
    ["is the prefix alone", "whsec_"],
    ["has no prefix", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    ["has another prefix", "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    ["has its prefix in capitals", "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    ["is no base64", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!"],
    ["is base64 of the URL-safe kind", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa_-"],
    ["has a length that base64 cannot have", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwA"],
    ["is padded where nothing is missing", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw="],
    ["has white space behind", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"],
    ["is 23 bytes", `whsec_${btoa("k".repeat(23))}`],
    ["is 65 bytes", `whsec_${btoa("k".repeat(65))}`],
  ])("%s", async (_reason, secret) => {
    await expect(signatureOf({}, [SECRET, secret])).rejects.toThrow(
      /^a webhook signing secret must be whsec_ and 24 to 64 bytes in base64$/,
    );
  });
});

test("a webhook without a secret is not sent", async () => {
  await expect(signatureOf({}, [])).rejects.toThrow("at least one signing secret");
});
