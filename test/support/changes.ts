import { newAccount } from "./api";
import { create, done, send } from "./configurations";
import { receiver } from "./deliveries";

/** A `change` action on a selector of a page, sent to a receiver of the test site. */
export function changeAction(name: string, action: Record<string, unknown> = {}) {
  return {
    type: "change",
    selector: "#count",
    send_to: "webhook",
    url: receiver(name, "200"),
    ...action,
  };
}

/** Creates a configuration with these actions; its first capture is done. */
export async function createWithActions(key: string, page: string, actions: object[]) {
  const created = await create(key, page, { multi_step_actions: JSON.stringify(actions) });
  await done(key, created.jobId);
  return created;
}

/** Captures a configuration once more. */
export async function captureOnceMore(key: string, path: string): Promise<void> {
  const { body } = await send("POST", `${path}/capture`, key);
  await done(key, body.job_id);
}

/** Captures a page whose number rises by one at every visit, from 17 on, with a `change` action on that number. */
export async function watch(name: string, captures: number, action: Record<string, unknown> = {}) {
  const account = await newAccount();
  const change = changeAction(name, action);
  const created = await createWithActions(account.key, `/visits/${name}?from=16`, [change]);
  for (let n = 1; n < captures; n++) await captureOnceMore(account.key, created.path);
  return { account, change, ...created };
}
