import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { newAccount } from "../support/api";
import {
  closed,
  createAndCapture,
  done,
  embed,
  listed,
  open,
  read,
  send,
  TIGHTLY,
  visits,
} from "../support/configurations";
import { receiver } from "../support/deliveries";
import { eventually } from "../support/eventually";
import { alarmOf, jobsOf, MINUTE, rowOf } from "../support/schedules";

const IN_PROGRESS = { status: 409, body: { error_code: "screenshot_already_in_progress" } };

/** Both tests look for races, so they repeat. */
const [RACES, ROUNDS] = inject("full") ? [20, 50] : [4, 5];

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount({ monthly_screenshots: 1_000_000 }));
});

test.concurrent("capture during a running capture is 409, and starts nothing", async () => {
  const { id, path } = await createAndCapture(key, "/visits/free");
  await send("PATCH", path, key, {
    url: (await read(path, key)).body.config.url.replace("visits/free", "gate/held"),
  });
  const first = await send("POST", `${path}/capture`, key);
  await eventually(async () => expect(await visits("held")).toBe(1));
  expect(await send("POST", `${path}/capture`, key)).toMatchObject(IN_PROGRESS);
  expect(await jobsOf(id)).toHaveLength(2);
  await open("held");
  await done(key, first.body.job_id);
  expect(await visits("held")).toBe(1);
});

test.concurrent("of two captures at once exactly one starts, again and again", async () => {
  const { id, path } = await createAndCapture(key, "/quarters");
  for (let n = 1; n <= RACES; n += 1) {
    const answers = await Promise.all([1, 2].map(() => send("POST", `${path}/capture`, key)));
    const [winner, loser] = answers.sort((a, b) => a.status - b.status);
    expect(winner).toMatchObject({ status: 200, body: { success: true } });
    expect(loser).toMatchObject(IN_PROGRESS);
    await done(key, winner?.body.job_id);
  }
  expect(await jobsOf(id)).toHaveLength(RACES + 1);
}, 300_000);

test.concurrent("once a job is done, a new capture may start, and lists, embed and notifications show the job, again and again", async () => {
  // A new account, so its list has no other screenshots.
  const { key } = await newAccount();
  const action = {
    type: "change",
    selector: "#count",
    send_to: "webhook",
    url: receiver("fifty", "200"),
  };
  const { id, path, jobId } = await createAndCapture(key, "/visits/fifty", {
    multi_step_actions: JSON.stringify([action]),
  });
  for (let n = 1, last = jobId; n <= ROUNDS; n += 1) {
    const [next, archive, account, shown, change] = await Promise.all([
      send("POST", `${path}/capture`, key),
      listed(`${path}/screenshots?limit=1`, key),
      listed("/screenshots?limit=1", key),
      embed(id).then((response) => response.headers.get("X-Job-Id")),
      read(`${path}/change_notifications?limit=1`, key),
    ]);
    expect(next).toMatchObject({ status: 200, body: { success: true } });
    expect({ archive, account, shown }).toEqual({ archive: [last], account: [last], shown: last });
    const values = change.body.change_notifications.map(
      ({ retrieved_value }: { retrieved_value: string }) => retrieved_value,
    );
    expect(values).toEqual(n === 1 ? [] : [String(n)]);
    last = next.body.job_id;
    await done(key, last, TIGHTLY);
  }
}, 600_000);

test.concurrent("a failed capture releases the lock", async () => {
  const { path } = await createAndCapture(key, "/quarters");
  await send("PATCH", path, key, {
    url: (await read(path, key)).body.config.url.replace("quarters", "reset"),
  });
  for (let n = 1; n <= 3; n += 1) {
    const { status, body } = await send("POST", `${path}/capture`, key);
    expect(status).toBe(200);
    expect(await closed(key, body.job_id)).toMatchObject({
      success: false,
      reason: "connection_failed",
    });
  }
});

test.concurrent("capture does not change the schedule's slots", async () => {
  const every = { scheduled_screenshot: true, scheduled_every: 5, scheduled_interval: "hours" };
  const { id, path } = await createAndCapture(key, "/quarters", every);
  const { body } = await send("POST", `${path}/capture`, key);
  await done(key, body.job_id);
  const slot = ((await rowOf(id))?.createdAt ?? 0) + 300 * MINUTE;
  await eventually(async () => expect(await alarmOf(id)).toBe(slot));
  expect((await rowOf(id))?.nextSlotAt).toBe(slot);
});

describe.concurrent("a refused capture creates no job, and releases the lock", () => {
  test.each([
    ["usage_limit_exceeded", "monthly_screenshots = 1"],
    ["billing_not_up_to_date", "billing_up_to_date = 0"],
  ])("%s", async (error_code, change) => {
    const account = await newAccount();
    const { id, jobId, path } = await createAndCapture(account.key, "/quarters");
    await env.DB.prepare(`UPDATE accounts SET ${change} WHERE id = ?`).bind(account.id).run();
    for (let n = 1; n <= 2; n += 1) {
      const answer = await send("POST", `${path}/capture`, account.key);
      expect(answer).toMatchObject({ status: 403, body: { error_code } });
    }
    expect(await jobsOf(id)).toHaveLength(1);
    expect((await read(path, account.key)).body.ids.last_job_id).toBe(jobId);
    expect(await alarmOf(id)).toBeNull();
  });
});
