import { expect, test } from "vitest";
import { callJson, newAccount, site } from "../support/api";
import { captureOnceMore, changeAction, createWithActions, watch } from "../support/changes";
import { done, read, send, visits } from "../support/configurations";
import { receivedBy } from "../support/deliveries";
import { eventually } from "../support/eventually";
import { LOSING_QUEUE } from "../support/faults";
import { deliver } from "../support/queues";

test("17 → 18 → 19 makes two notifications, newest first, with the keys of the sample", async () => {
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

test("a job that is delivered four times makes one notification", async () => {
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

test("an unchanged value makes no notification", async () => {
  const account = await newAccount();
  const action = changeAction("same", { selector: "h1" });
  const { path } = await createWithActions(account.key, "/echoed", [action]);
  await captureOnceMore(account.key, path);
  const { body } = await read(`${path}/change_notifications`, account.key);
  expect(body.change_notifications).toEqual([]);
  // The element was found both times.
  expect((await read(path, account.key)).body).not.toHaveProperty("monitoring");
});

test("a missing element makes no notification, and the configuration shows the count", async () => {
  const { account, path } = await watch("missing", 2, { selector: "#nowhere" });
  const { body } = await read(path, account.key);
  expect(body.monitoring).toMatchObject({ missing_elements: 2 });
  const list = await read(`${path}/change_notifications`, account.key);
  expect(list.body.change_notifications).toEqual([]);
});

test("a webhook and a Slack action on one selector both fire", async () => {
  const account = await newAccount();
  const on = (send_to: string) => changeAction(`both-${send_to}`, { send_to });
  const actions = [on("webhook"), on("slack"), on("webhook")];
  const created = await createWithActions(account.key, "/visits/both?from=16", actions);
  await captureOnceMore(account.key, created.path);
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

test("another page URL is a new baseline", async () => {
  const { account, path } = await watch("moved", 1);
  await send("PATCH", path, account.key, { url: `${site}/visits/moved-there?from=90` });
  await captureOnceMore(account.key, path);
  const { body } = await read(`${path}/change_notifications`, account.key);
  expect(body.change_notifications).toEqual([]);
});

test("a snap refuses a change action", async () => {
  const account = await newAccount();
  const action = changeAction("no", { selector: "h1" });
  const { status, body } = await send("POST", "/snap", account.key, {
    url: `${site}/quarters`,
    multi_step_actions: JSON.stringify([action]),
  });
  expect(status).toBe(400);
  expect(body.error_code).toBe("invalid_multi_step_actions");
  expect(body.note).toContain("nothing to compare");
});
