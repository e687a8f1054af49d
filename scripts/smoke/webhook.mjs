import { once } from "node:events";
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";
import { createConfiguration, expectOk, waitForPicture } from "./configuration.mjs";
import { expect, poll, Skipped } from "./outcome.mjs";

const DELIVERY_SECONDS = 60;

/** A change on a page must be sent to the webhook receiver, signed with the account's secret. */
export async function checkWebhook(smoke) {
  const { webhookUrl, isLocal } = smoke.service;
  if (webhookUrl) return deliverChange(smoke, webhookUrl);
  if (!isLocal) throw new Skipped("set --webhook-url to a webhook receiver of yours");
  const receiver = await startReceiver(smoke.keys.webhook_secret);
  try {
    const result = await deliverChange(smoke, receiver.url);
    expect(receiver.problem === undefined, `the signature: ${receiver.problem}`);
    expect(receiver.verified > 0, "the receiver was not called");
    return `${result}; signature verified`;
  } finally {
    receiver.close();
  }
}

/** Captures a page that changes, waits for the webhook, and describes the delivery. */
async function deliverChange(smoke, url) {
  const change = { type: "change", selector: "#time", send_to: "webhook", url };
  const options = { url: smoke.page("time"), page_width: 400, page_height: 200 };
  const { id, jobId } = await createConfiguration(smoke, {
    ...options,
    multi_step_actions: [change],
  });
  const path = `/screenshot_configs/${id}`;
  await waitForPicture(smoke, jobId);
  const { json } = await expectOk(smoke.api("POST", `${path}/capture`));
  await waitForPicture(smoke, json.job_id);
  const list = await expectOk(smoke.api("GET", `${path}/change_notifications`));
  const [notification] = list.json.change_notifications;
  expect(notification, "the time on the page changed, but there is no notification");
  const attempts = await waitForDelivery(smoke, notification.id);
  return `${url} answered ${attempts.at(-1)?.status}, webhook-id ${notification.id}`;
}

async function waitForDelivery(smoke, notificationId) {
  return poll(DELIVERY_SECONDS, "the webhook delivered", async () => {
    const { json } = await expectOk(
      smoke.api("GET", `/change_notifications/${notificationId}/deliveries`),
    );
    return json.delivery.state === "delivered" ? json.attempts : undefined;
  });
}

/** Starts a webhook receiver on this machine that verifies each webhook. */
async function startReceiver(secret) {
  const verifier = new Webhook(secret);
  const receiver = { verified: 0, problem: undefined };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    try {
      verifier.verify(body, request.headers);
      receiver.verified += 1;
    } catch (error) {
      receiver.problem = error.message;
    }
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  receiver.url = `http://127.0.0.1:${server.address().port}/`;
  receiver.close = () => {
    server.close();
    server.closeAllConnections();
  };
  return receiver;
}
