import { beforeAll, describe, expect, test } from "vitest";
import type { ScreenshotRow } from "../../src/store/rows";
import { callJson, newAccount } from "../support/api";
import { done, open, read, send } from "../support/configurations";
import { ACKNOWLEDGED, CAPTURES, createWaiting, deliver, startCapture } from "../support/queues";
import { insertShot } from "../support/rows";
import { jobsOf, reservedBy } from "../support/schedules";

let account: { id: string; key: string };
beforeAll(async () => {
  account = await newAccount();
});

function jobOf(values: Partial<ScreenshotRow>) {
  return insertShot({ accountId: account.id, ...values });
}

function getJob(id: string, key = account.key) {
  return callJson(`/jobs/${id}?access_token=${key}`);
}

const FAILED = { status: "failed", takenAt: null, failureReason: "dns_error" } as const;
const IN_PROGRESS = { status: "in_progress", takenAt: null } as const;

describe("a job in progress", () => {
  test("is a 202 with Retry-After", async () => {
    const { id } = await jobOf(IN_PROGRESS);
    const { status, headers, body } = await getJob(id);
    expect([status, headers.get("Retry-After")]).toEqual([202, "1"]);
    const error_code = "screenshot_capturing_in_progress";
    expect(body).toMatchObject({ success: false, error_code, job_id: id });
    expect(body).toMatchObject({ note: expect.any(String), request_id: expect.any(String) });
  });

  test("is a 202 while it waits in the queue", async () => {
    const { id } = await jobOf({ ...IN_PROGRESS, leaseUntil: null });
    expect((await getJob(id)).status).toBe(202);
  });
});

describe("a job that is done", () => {
  const folder = "a7267e20-1d36-4ea5-80ce-ae2a5340de8f";
  const imageKey = `${folder}/c26d4f2a345a61-1618719664239.jpg`;
  let job: ScreenshotRow;
  beforeAll(async () => {
    job = await jobOf({
      imageKey,
      takenAt: 1_618_719_668_999,
      targetStatus: 404,
      finalUrl: "https://example.com/final",
    });
  });

  test("has the keys and types of the specification's sample", async () => {
    const { status, body } = await getJob(job.id);
    expect(status).toBe(200);
    expect(body.success).toBe(true);
    expect(body.screenshot).toEqual({
      direct_link: `http://localhost/images/${imageKey}`,
      direct_thumbnail_link: `http://localhost/images/${folder}/thumb_c26d4f2a345a61-1618719664239.jpg`,
      taken_at_timestamp: 1_618_719_668,
      job_id: job.id,
    });
  });

  test("has the status and the final URL of the page", async () => {
    const { body } = await getJob(job.id);
    const capture = { target_status: 404, final_url: "https://example.com/final" };
    expect(body.capture).toMatchObject(capture);
  });
});

test("a failed job is a 200 with its reason", async () => {
  const { id } = await jobOf({ ...FAILED, failureNote: "No such host." });
  const { status, headers, body } = await getJob(id);
  expect(status).toBe(200);
  expect(body).toEqual({
    success: false,
    error_code: "screenshot_failed",
    reason: "dns_error",
    note: "No such host.",
    job_id: id,
    request_id: headers.get("X-Request-Id"),
  });
});

describe("a job whose message is a dead letter", () => {
  const DEAD = "pagepixels-captures-dead";

  test("fails, and releases its reservation and the lock", async () => {
    const reserved = await reservedBy(account.id);
    const { path, jobId } = await createWaiting(account.key, "/quarters");
    expect(await send("POST", `${path}/capture`, account.key)).toMatchObject({ status: 409 });
    expect(await deliver(DEAD, [jobId])).toEqual(ACKNOWLEDGED);
    const { body } = await read(`/jobs/${jobId}`, account.key);
    expect(body).toMatchObject({ success: false, reason: "unexpected_error" });
    expect(await reservedBy(account.id)).toBe(reserved);
    const next = await send("POST", `${path}/capture`, account.key);
    expect(next.status).toBe(200);
    await done(account.key, next.body.job_id);
  });

  test("does not change if it is done", async () => {
    const { id, jobId } = await createWaiting(account.key, "/quarters");
    await deliver(CAPTURES, [jobId]);
    const before = await jobsOf(id);
    expect(await deliver(DEAD, [jobId])).toEqual(ACKNOWLEDGED);
    expect(await jobsOf(id)).toEqual(before);
  });

  test("does not change while a worker holds it", async () => {
    const { jobId } = await createWaiting(account.key, "/gate/alive");
    const working = await startCapture(jobId, "alive");
    expect(await deliver(DEAD, [jobId])).toEqual(ACKNOWLEDGED);
    await open("alive");
    await working.ended;
    await done(account.key, jobId);
  });

  test("fails next to an unknown job in the same batch", async () => {
    const { jobId } = await createWaiting(account.key, "/quarters");
    const { acknowledged } = await deliver(DEAD, ["0".repeat(24), jobId]);
    expect(acknowledged).toEqual(["message-0", "message-1"]);
    expect((await read(`/jobs/${jobId}`, account.key)).body.success).toBe(false);
  });
});

describe("a job of another account", () => {
  test.each([
    ["in progress", IN_PROGRESS],
    ["done", {}],
    ["failed", FAILED],
  ])("gets the answer of an unknown job when it is %s", async (_, values) => {
    const { id } = await jobOf(values);
    const other = await newAccount();
    const [foreign, unknown] = [
      await getJob(id, other.key),
      await getJob("0".repeat(24), other.key),
    ];
    expect(foreign.status).toBe(404);
    expect(foreign.body.error_code).toBe("screenshot_not_found");
    expect(comparable(foreign)).toEqual(comparable(unknown));
  });
});

test.each(["0", "0".repeat(24), "A".repeat(24), "' OR 1=1 --", "%2e%2e"])(
  "%j is no job",
  async (id) => {
    const { status, body } = await getJob(encodeURIComponent(id));
    expect([status, body.error_code]).toEqual([404, "screenshot_not_found"]);
  },
);

test("a job is not shown without a private key", async () => {
  const { id } = await jobOf({});
  const { keys } = await newAccount();
  expect((await callJson(`/jobs/${id}`)).status).toBe(401);
  expect((await getJob(id, keys.publishable_key)).status).toBe(403);
});

/** An answer without its request id. */
function comparable({ status, headers, body }: Awaited<ReturnType<typeof getJob>>) {
  const { request_id: _, ...rest } = body;
  const kept = [...headers].filter(([name]) => name !== "x-request-id");
  return { status, headers: kept, body: rest };
}
