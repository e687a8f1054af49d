import { beforeAll, describe, expect, test } from "vitest";
import type { ScreenshotRow } from "../../src/store/rows";
import { callJson, newAccount } from "../support/api";
import { insertShot } from "../support/rows";

let account: { id: string; key: string };
beforeAll(async () => {
  account = await newAccount();
});

function jobOf(values: Partial<ScreenshotRow>) {
  return insertShot({ accountId: account.id, ...values });
}

function ask(id: string, key = account.key) {
  return callJson(`/jobs/${id}?access_token=${key}`);
}

const FAILED = { status: "failed", takenAt: null, failureReason: "dns_error" } as const;
const IN_PROGRESS = { status: "in_progress", takenAt: null } as const;

describe("a job in progress", () => {
  test("is a 202 that says when to ask again", async () => {
    const { id } = await jobOf(IN_PROGRESS);
    const { status, headers, body } = await ask(id);
    expect([status, headers.get("Retry-After")]).toEqual([202, "1"]);
    const error_code = "screenshot_capturing_in_progress";
    expect(body).toMatchObject({ success: false, error_code, job_id: id });
    expect(body).toMatchObject({ note: expect.any(String), request_id: expect.any(String) });
  });

  test("is one while it waits in the queue, too", async () => {
    const { id } = await jobOf({ ...IN_PROGRESS, leaseUntil: null });
    expect((await ask(id)).status).toBe(202);
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
    const { status, body } = await ask(job.id);
    expect(status).toBe(200);
    expect(body.success).toBe(true);
    expect(body.screenshot).toEqual({
      direct_link: `http://localhost/images/${imageKey}`,
      direct_thumbnail_link: `http://localhost/images/${folder}/thumb_c26d4f2a345a61-1618719664239.jpg`,
      taken_at_timestamp: 1_618_719_668,
      job_id: job.id,
    });
  });

  test("says what the page answered, and where it ended", async () => {
    const { body } = await ask(job.id);
    const capture = { target_status: 404, final_url: "https://example.com/final" };
    expect(body.capture).toMatchObject(capture);
  });
});

test("a job that failed is a 200 that says why", async () => {
  const { id } = await jobOf({ ...FAILED, failureNote: "No such host." });
  const { status, headers, body } = await ask(id);
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

describe("a job of another account", () => {
  test.each([
    ["in progress", IN_PROGRESS],
    ["done", {}],
    ["failed", FAILED],
  ])("answers exactly like one that does not exist, when it is %s", async (_, values) => {
    const { id } = await jobOf(values);
    const other = await newAccount();
    const [foreign, unknown] = [await ask(id, other.key), await ask("0".repeat(24), other.key)];
    expect(foreign.status).toBe(404);
    expect(foreign.body.error_code).toBe("screenshot_not_found");
    expect(comparable(foreign)).toEqual(comparable(unknown));
  });
});

test.each(["0", "0".repeat(24), "A".repeat(24), "' OR 1=1 --", "%2e%2e"])(
  "%j is no job",
  async (id) => {
    const { status, body } = await ask(encodeURIComponent(id));
    expect([status, body.error_code]).toEqual([404, "screenshot_not_found"]);
  },
);

test("a job is not shown without a private key", async () => {
  const { id } = await jobOf({});
  const { keys } = await newAccount();
  expect((await callJson(`/jobs/${id}`)).status).toBe(401);
  expect((await ask(id, keys.publishable_key)).status).toBe(403);
});

/** An answer without what is different every time. */
function comparable({ status, headers, body }: Awaited<ReturnType<typeof ask>>) {
  const { request_id: _, ...rest } = body;
  const kept = [...headers].filter(([name]) => name !== "x-request-id");
  return { status, headers: kept, body: rest };
}
