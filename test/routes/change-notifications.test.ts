import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { admin, callJson, newAccount, site } from "../support/api";
import { create, done, read, send, visits } from "../support/configurations";
import { newConfiguration, newDeliveries, receivedBy, receiver } from "../support/deliveries";
import { eventually } from "../support/eventually";
import { LOSING_QUEUE } from "../support/faults";
import { pagingSpec } from "../support/paging-spec";
import { deliver } from "../support/queues";

/** Watches a page whose number rises at every visit, and captures it so many times. */
async function watch(name: string, captures: number, action: Record<string, unknown> = {}) {
  const account = await newAccount();
  const change = {
    type: "change",
    selector: "#count",
    send_to: "webhook",
    url: receiver(name, "200"),
    ...action,
  };
  const created = await create(account.key, `/visits/${name}?from=16`, {
    multi_step_actions: JSON.stringify([change]),
  });
  let { jobId } = created;
  for (let n = 1; n < captures; n++) {
    await done(account.key, jobId);
    jobId = (await send("POST", `${created.path}/capture`, account.key)).body.job_id;
  }
  await done(account.key, jobId);
  return { account, change, ...created };
}

test("17 → 18 → 19 makes two notifications, newest first, key for key as the sample", async () => {
  const { account, change, path, id } = await watch("helicopter", 3);
  const sample = {
    id: expect.stringMatching(/^[0-9a-f]{40}$/),
    screenshot_configuration_id: id,
    config: change,
    sent_at: expect.stringMatching(/^\d{13}$/),
  };
  const { body } = await read(`${path}/change_notifications`, account.key);
  expect(body).toEqual({
    success: true,
    change_notifications: [
      { ...sample, previous_value: "18", retrieved_value: "19", delivery: expect.any(Object) },
      { ...sample, previous_value: "17", retrieved_value: "18", delivery: expect.any(Object) },
    ],
  });
  for (const all of ["/change_notifications", "/screenshot_configs/change_notifications"]) {
    expect((await read(all, account.key)).body.change_notifications).toHaveLength(2);
  }
});

test("a receiver gets each record, signed so that a library of others verifies it", async () => {
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

test("a job that two workers run, and run again, makes one notification", async () => {
  const { account, path } = await watch("run-twice", 1);
  const waiting = await callJson(
    `${path}/capture?access_token=${account.key}`,
    { method: "POST" },
    { CAPTURES: LOSING_QUEUE },
  );
  const jobs = [waiting.body.job_id, waiting.body.job_id];
  await deliver("pagepixels-captures", jobs);
  await deliver("pagepixels-captures", jobs);
  await done(account.key, waiting.body.job_id);
  const { body } = await read(`${path}/change_notifications`, account.key);
  expect(body.change_notifications).toMatchObject([
    { previous_value: "17", retrieved_value: "18" },
  ]);
  expect(await visits("run-twice")).toBe(2);
});

test("what did not change is not told", async () => {
  const account = await newAccount();
  const action = {
    type: "change",
    selector: "h1",
    send_to: "webhook",
    url: receiver("same", "200"),
  };
  const created = await create(account.key, "/echoed", {
    multi_step_actions: JSON.stringify([action]),
  });
  await done(account.key, created.jobId);
  const again = await send("POST", `${created.path}/capture`, account.key);
  await done(account.key, again.body.job_id);
  const { body } = await read(`${created.path}/change_notifications`, account.key);
  expect(body.change_notifications).toEqual([]);
  // Nothing is amiss: the element was seen both times.
  expect((await read(created.path, account.key)).body).not.toHaveProperty("monitoring");
});

test("a missing element is no change: it is counted and shown on the configuration", async () => {
  const { account, path } = await watch("missing", 2, { selector: "#nowhere" });
  const { body } = await read(path, account.key);
  expect(body.monitoring).toMatchObject({ missing_elements: 2 });
  const list = await read(`${path}/change_notifications`, account.key);
  expect(list.body.change_notifications).toEqual([]);
});

test("a webhook and a Slack action on one selector both fire", async () => {
  const account = await newAccount();
  const on = (send_to: string) => ({
    type: "change",
    selector: "#count",
    send_to,
    url: receiver(`both-${send_to}`, "200"),
  });
  const created = await create(account.key, "/visits/both?from=16", {
    multi_step_actions: JSON.stringify([on("webhook"), on("slack"), on("webhook")]),
  });
  await done(account.key, created.jobId);
  const again = await send("POST", `${created.path}/capture`, account.key);
  await done(account.key, again.body.job_id);
  await eventually(async () => expect(await receivedBy("both-webhook")).toHaveLength(2));
  const [message] = await eventually(async () => {
    const all = await receivedBy("both-slack");
    expect(all).toHaveLength(1);
    return all;
  });
  const { text } = JSON.parse(message?.body ?? "{}");
  expect(text).toContain("*Before:* 17");
  expect(text).toContain("*Now:* 18");
  expect(text).toContain(`/app/screenshots/${created.id}/embed`);
});

test("another address of the page is a new baseline", async () => {
  const { account, path } = await watch("moved", 1);
  await send("PATCH", path, account.key, { url: `${site}/visits/moved-there?from=90` });
  const again = await send("POST", `${path}/capture`, account.key);
  await done(account.key, again.body.job_id);
  const { body } = await read(`${path}/change_notifications`, account.key);
  expect(body.change_notifications).toEqual([]);
});

test("its attempts are listed, and it can be delivered again under the same id", async () => {
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

test("another account's notification answers like one that does not exist", async () => {
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

test("a signed sample can be sent to any address, and its outcome is told", async () => {
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

test("after a rotation both secrets sign, so that no receiver is cut off", async () => {
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

test("a snap refuses to watch: there is nothing to compare with", async () => {
  const account = await newAccount();
  const action = { type: "change", selector: "h1", send_to: "webhook", url: receiver("no", "200") };
  const { status, body } = await send("POST", "/snap", account.key, {
    url: `${site}/quarters`,
    multi_step_actions: JSON.stringify([action]),
  });
  expect(status).toBe(400);
  expect(body.error_code).toBe("invalid_multi_step_actions");
  expect(body.note).toContain("nothing to compare");
});

describe.each([
  "/change_notifications",
  "/screenshot_configs/change_notifications",
  "/screenshot_configs/:id/change_notifications",
])("GET %s", (pattern) => {
  pagingSpec(
    async () => {
      const configuration = await newConfiguration();
      return {
        path: pattern.replace(":id", configuration.id),
        headers: { Authorization: `Bearer ${configuration.key}` },
        seed: (times) => newDeliveries(configuration, receiver("paged", "200"), times),
      };
    },
    (body) => body.change_notifications.map(({ id }: { id: string }) => id),
  );
});
