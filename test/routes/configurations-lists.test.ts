import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, inject, test } from "vitest";
import type { Env } from "../../src/env";
import { listConfigurations } from "../../src/store/configurations";
import type { Paging } from "../../src/store/paging";
import { listScreenshots } from "../../src/store/screenshots";
import { newAccount } from "../support/api";
import { read } from "../support/configurations";
import { pagingSpec } from "../support/paging-spec";
import { planOf, queriesOf, rowsRead } from "../support/queries";
import { insertConfiguration, insertShot, insertShots } from "../support/rows";

describe("GET /screenshot_configs", () => {
  pagingSpec(
    async () => {
      const { id: accountId, key } = await newAccount();
      return {
        path: "/screenshot_configs",
        headers: { Authorization: `Bearer ${key}` },
        seed: (times) => insertConfigurations(accountId, times),
      };
    },
    (body) =>
      body.screenshot_configurations.map(
        (row: { ids: { screenshot_config_id: string } }) => row.ids.screenshot_config_id,
      ),
  );

  test("lists none of other accounts, and none that are being erased", async () => {
    const [mine, other] = [await newAccount(), await newAccount()];
    const { id } = await insertConfiguration({ accountId: mine.id });
    await insertConfiguration({ accountId: mine.id, deletedAt: 1 });
    await insertConfiguration({ accountId: other.id });
    const { body } = await read("/screenshot_configs", mine.key);
    expect(body.screenshot_configurations).toMatchObject([{ ids: { screenshot_config_id: id } }]);
  });
});

describe("GET /screenshot_configs/:id/screenshots", () => {
  pagingSpec(
    async () => {
      const { id: accountId, key } = await newAccount();
      const { id: configurationId } = await insertConfiguration({ accountId });
      return {
        path: `/screenshot_configs/${configurationId}/screenshots`,
        headers: { Authorization: `Bearer ${key}` },
        seed: (times) => insertShots({ accountId, configurationId }, times),
      };
    },
    (body) => body.screenshots.map((shot: { job_id: string }) => shot.job_id),
  );

  test("lists only the finished ones of this configuration", async () => {
    const { id: accountId, key } = await newAccount();
    const { id: configurationId } = await insertConfiguration({ accountId });
    const shot = await insertShot({ accountId, configurationId });
    await insertShot({ accountId, configurationId, status: "in_progress", takenAt: null });
    await insertShot({ accountId, configurationId, status: "failed", takenAt: null });
    await insertShot({ accountId });
    await insertShot({ accountId, configurationId: crypto.randomUUID() });
    const { body } = await read(`/screenshot_configs/${configurationId}/screenshots`, key);
    expect(body.screenshots).toMatchObject([{ job_id: shot.id }]);
  });
});

const ROWS = inject("full") ? 1_000_000 : 100_000;

describe(`a page of 1,000 out of ${ROWS} rows is read from the index`, () => {
  const accountId = crypto.randomUUID();
  const configurationId = crypto.randomUUID();
  /** The times below do not depend on the number of rows. */
  const ROWS_A_MOMENT = ROWS / 100_000;

  beforeAll(async () => {
    const numbers = `WITH RECURSIVE numbers(n) AS
      (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${ROWS})`;
    await env.DB.prepare(
      `${numbers} INSERT INTO screenshots
        (id, account_id, configuration_id, status, created_at, taken_at, usage_month, image_key)
      SELECT printf('%024x', n), ?1, ?2, 'done', n, n / ${ROWS_A_MOMENT}, '2026-01', n FROM numbers`,
    )
      .bind(accountId, configurationId)
      .run();
    await env.DB.prepare(
      `${numbers} INSERT INTO configurations
        (id, account_id, config, created_at, anchor_at, last_job_id, region, origin)
      SELECT printf('%032x', n), ?1, '{}', n / ${ROWS_A_MOMENT}, n, '', 'any', '' FROM numbers`,
    )
      .bind(accountId)
      .run();
  }, 300_000);

  const LISTS: [
    name: string,
    index: string,
    list: (env: Env, paging: Paging) => Promise<unknown[]>,
  ][] = [
    [
      "the account's screenshots",
      "screenshots_by_account",
      (recorded, paging) => listScreenshots(recorded, { accountId }, paging),
    ],
    [
      "a configuration's screenshots",
      "screenshots_by_configuration",
      (recorded, paging) => listScreenshots(recorded, { configurationId }, paging),
    ],
    [
      "the account's configurations",
      "configurations_by_account",
      (recorded, paging) => listConfigurations(recorded, accountId, paging),
    ],
  ];
  const PAGES = [
    { order: "DESC" },
    { order: "ASC" },
    { order: "DESC", after: 40_000 },
    { order: "ASC", after: 40_000 },
    { order: "DESC", before: 60_000 },
    { order: "ASC", before: 60_000 },
    { order: "DESC", after: 40_000, before: 60_000 },
    { order: "ASC", after: 40_000, before: 60_000 },
  ] as const;

  describe.each(LISTS)("%s", (_, index, list) => {
    test.each(PAGES)("%j", async (asked) => {
      const [query] = await queriesOf(async (recorded) => {
        expect(await list(recorded, { page: 1, limit: 1_000, ...asked })).toHaveLength(1_000);
      });
      if (!query) throw new Error("nothing was asked");
      const [search, ...rest] = await planOf(query);
      expect(search).toContain(`USING INDEX ${index} (`);
      // Another step reads the few configurations that are being erased, by their index.
      expect(rest.join()).not.toMatch(
        /TEMP B-TREE|SCAN (?!configurations USING .*configurations_deleted)/,
      );
      // One index row and one table row each, and the configurations that are being erased.
      expect(await rowsRead(query)).toBeLessThanOrEqual(2_010);
    });
  });
});

/** Writes configurations with these creation times; returns their ids in that order. */
async function insertConfigurations(accountId: string, times: number[]): Promise<string[]> {
  const rows = times.map((time) => ({ id: crypto.randomUUID(), time }));
  await env.DB.prepare(
    `INSERT INTO configurations
      (id, account_id, config, created_at, anchor_at, last_job_id, region, origin)
    SELECT value ->> 'id', ?1, '{"url":"https://example.com/"}', value ->> 'time', value ->> 'time',
      '', 'any', '' FROM json_each(?2)`,
  )
    .bind(accountId, JSON.stringify(rows))
    .run();
  return rows.map((row) => row.id);
}
