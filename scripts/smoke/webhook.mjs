import { once } from "node:events";
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";
import { createConfiguration, finished, ok } from "./configuration.mjs";
import { expect, Skipped, until } from "./outcome.mjs";

const DELIVERY_SECONDS = 60;

/** A change on a page is told to a receiver, signed with the account's secret. */
export async function webhook(smoke) {
  const { webhookUrl, isLocal } = smoke.service;
  if (webhookUrl) return changeToldTo(smoke, webhookUrl);
  if (!isLocal) throw new Skipped("give a receiver that you can read with --webhook-url");
  const receiver = await startReceiver(smoke.keys.webhook_secret);
  try {
    const told = await changeToldTo(smoke, receiver.url);
    expect(receiver.problem === undefined, `the signature: ${receiver.problem}`);
    expect(receiver.verified > 0, "the receiver was not called");
    return `${told}; signature verified`;
  } finally {
    receiver.close();
  }
}

async function changeToldTo(smoke, url) {
  const change = { type: "change", selector: "#time", send_to: "webhook", url };
  const options = { url: smoke.page("time"), page_width: 400, page_height: 200 };
  const { id, jobId } = await createConfiguration(smoke, {
    ...options,
    multi_step_actions: [change],
  });
  const path = `/screenshot_configs/${id}`;
  await finished(smoke, jobId);
  const { json } = await ok(smoke.api("POST", `${path}/capture`));
  await finished(smoke, json.job_id);
  const list = await ok(smoke.api("GET", `${path}/change_notifications`));
  const [notification] = list.json.change_notifications;
  expect(notification, "the time on the page changed, and no notification was made");
  const attempts = await delivered(smoke, notification.id);
  return `${url} answered ${attempts.at(-1)?.status}, webhook-id ${notification.id}`;
}

async function delivered(smoke, notificationId) {
  return until(DELIVERY_SECONDS, "the webhook delivered", async () => {
    const { json } = await ok(
      smoke.api("GET", `/change_notifications/${notificationId}/deliveries`),
    );
    return json.delivery.state === "delivered" ? json.attempts : undefined;
  });
}

/** A receiver on this machine that verifies what it gets. */
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
