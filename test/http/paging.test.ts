import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { listScreenshots } from "../../src/store/screenshots";
import { callJson, newAccount } from "../support/api";
import { pagingSpec } from "../support/paging-spec";
import { planOf, queriesOf, rowsRead } from "../support/queries";
import { insertShot, insertShots } from "../support/rows";

describe("GET /screenshots", () => {
  pagingSpec(
    async () => {
      const { id: accountId, key } = await newAccount();
      return {
        path: "/screenshots",
        headers: { Authorization: `Bearer ${key}` },
        seed: (times) => insertShots({ accountId }, times),
      };
    },
    (body) => body.screenshots.map((shot: { job_id: string }) => shot.job_id),
  );

  test("lists no unfinished or failed screenshots, and none of other accounts", async () => {
    const [mine, other] = [await newAccount(), await newAccount()];
    const shot = await insertShot({ accountId: mine.id });
    await insertShot({ accountId: mine.id, status: "in_progress", takenAt: null });
    await insertShot({ accountId: mine.id, status: "failed", takenAt: null });
    await insertShot({ accountId: other.id });
    const { body } = await callJson(`/screenshots?access_token=${mine.key}`);
    expect(body.screenshots.map((row: { job_id: string }) => row.job_id)).toEqual([shot.id]);
  });
});

describe("of 100,000 rows", () => {
  const accountId = crypto.randomUUID();
  beforeAll(async () => {
    await env.DB.prepare(
      `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000)
      INSERT INTO screenshots (id, account_id, status, created_at, taken_at, usage_month, image_key)
      SELECT printf('%024x', n), ?, 'done', n, n / 10, '2026-01', n FROM numbers`,
    )
      .bind(accountId)
      .run();
  });

  test.each([
    ["the first page", { page: 1, order: "DESC" }],
    ["the first page, oldest first", { page: 1, order: "ASC" }],
    ["a page between two times", { page: 1, order: "DESC", after: 4_000, before: 6_000 }],
  ] as const)("%s is read from the index, at most two rows for each", async (_, asked) => {
    const [query] = await queriesOf((recorded) =>
      listScreenshots(recorded, { accountId }, { limit: 1_000, ...asked }),
    );
    if (!query) throw new Error("nothing was asked");
    // The query itself must sort, and not rely on the index in use.
    expect(query.sql).toMatch(/order by [^,]*"taken_at" (asc|desc), [^,]*"id" \1 limit/);
    const [first, ...others] = await planOf(query);
    expect(first).toMatch(/^SEARCH screenshots USING INDEX screenshots_by_account \(account_id=/);
    expect(others.join()).not.toMatch(/SCAN|B-TREE/);
    expect(await rowsRead(query)).toBeLessThanOrEqual(2_000);
  });
});
