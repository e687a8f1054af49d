import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { findDelivery } from "../../src/store/deliveries";
import { admin, callJson, newAccount } from "../support/api";
import { changeAction, watch } from "../support/changes";
import { read, send } from "../support/configurations";
import { receivedBy, receiver } from "../support/deliveries";
import { eventually } from "../support/eventually";
import { pausedReceiver } from "../support/receivers";

test("a receiver gets each record with a signature that the standardwebhooks library verifies", async () => {
  const { account, path } = await watch("signed", 3);
  const received = await eventually(async () => {
    const all = await receivedBy("signed");
    expect(all).toHaveLength(2);
    return all;
  });
  const { body } = await read(`${path}/change_notifications`, account.key);
  const webhook = new Webhook(account.keys.webhook_secret);
  for (const { headers, body: text } of received) {
    const record = webhook.verify(text, headers) as { id: string };
    expect(record.id).toBe(headers["webhook-id"]);
    const { delivery: _, ...listed } = body.change_notifications.find(
      (notification: { id: string }) => notification.id === record.id,
    );
    expect(record).toEqual(listed);
  }
});

test("a notification lists its attempts, and can be delivered again under the same id", async () => {
  const { account, path } = await watch("again", 2);
  const { body } = await read(`${path}/change_notifications`, account.key);
  const { id } = body.change_notifications[0];
  const deliveries = `/change_notifications/${id}/deliveries`;
  await eventually(async () => {
    const { body } = await read(deliveries, account.key);
    expect(body.delivery).toEqual({ state: "delivered", attempts: 1, next_attempt_at: null });
  });
  await send("POST", `/change_notifications/${id}/redeliver`, account.key);
  await eventually(async () => {
    const { body } = await read(deliveries, account.key);
    expect(body.attempts).toMatchObject([
      { outcome: "delivered", status: 200 },
      { outcome: "delivered", status: 200 },
    ]);
  });
  const ids = (await receivedBy("again")).map(({ headers }) => headers["webhook-id"]);
  expect(ids).toEqual([id, id]);
});

test("another account's notification gets the answer of an unknown one", async () => {
  const { account, path } = await watch("owned", 2);
  const { body } = await read(`${path}/change_notifications`, account.key);
  const stranger = await newAccount();
  const known = `/change_notifications/${body.change_notifications[0].id}/deliveries`;
  const unknown = `/change_notifications/${"0".repeat(40)}/deliveries`;
  const answers = await Promise.all([known, unknown].map((p) => read(p, stranger.key)));
  const [first, second] = answers.map(({ status, body: { request_id: _, ...rest } }) => ({
    status,
    ...rest,
  }));
  expect(first).toMatchObject({ status: 404, error_code: "change_notification_not_found" });
  expect(first).toEqual(second);
});

test("POST /webhooks/test sends a signed sample to a URL, and returns its outcome", async () => {
  const account = await newAccount();
  const { body } = await send("POST", "/webhooks/test", account.key, {
    url: receiver("sample", "500"),
  });
  expect(body).toMatchObject({
    success: true,
    delivered: false,
    outcome: "refused_status",
    status: 500,
    note: "The receiver answered 500.",
    duration_ms: expect.any(Number),
  });
  const [got] = await receivedBy("sample");
  const webhook = new Webhook(account.keys.webhook_secret);
  expect(webhook.verify(got?.body ?? "", got?.headers ?? {})).toMatchObject({
    previous_value: "17",
  });
});

test("after a rotation both secrets sign", async () => {
  const account = await newAccount();
  const rotation = { method: "POST", headers: admin };
  const { body } = await callJson(`/admin/accounts/${account.id}/keys`, rotation);
  await send("POST", "/webhooks/test", body.keys.private_api_key, {
    url: receiver("rotated", "200"),
  });
  const [got] = await receivedBy("rotated");
  for (const secret of [account.keys.webhook_secret, body.keys.webhook_secret]) {
    expect(() => new Webhook(secret).verify(got?.body ?? "", got?.headers ?? {})).not.toThrow();
  }
});

test.each([
  ["a PATCH of actions that name a paused receiver resumes it", true, "pending"],
  ["a PATCH of other actions keeps a receiver paused", false, "paused"],
])("%s", async (_, isNamed, state) => {
  const { other, url, configuration } = await pausedReceiver(`patched-${state}`, Date.now());
  const action = changeAction("another", isNamed ? { url } : {});
  await send("PATCH", `/screenshot_configs/${configuration.id}`, configuration.key, {
    multi_step_actions: JSON.stringify([action]),
  });
  expect(await findDelivery(env, other)).toMatchObject({ state });
});
