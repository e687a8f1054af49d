import { describe, expect, test } from "vitest";
import { callJson, withQuery } from "./api";

/** An empty list of a new owner. */
interface PagedList {
  path: string;
  /** Headers with the owner's key. */
  headers: Record<string, string>;
  /** Adds rows with these times, in Unix milliseconds; returns their ids in that order. */
  seed: (times: number[]) => Promise<string[]>;
}

type Query = Record<string, string | number>;

const SECOND = 1_700_000_000;
const MS = SECOND * 1_000;

/**
 * The behaviour of every list: `page`, `limit`, `after`, `before`, `order`, and that pages never overlap or skip.
 * `prepare` creates a new list, `idsOf` reads the rows' ids from its answer.
 */
export function pagingSpec(
  prepare: () => Promise<PagedList>,
  // biome-ignore lint/suspicious/noExplicitAny: the answers of lists have different keys
  idsOf: (body: any) => string[],
): void {
  async function idsAt({ path, headers }: PagedList, query: Query): Promise<string[]> {
    const { status, body } = await callJson(withQuery(path, query), { headers });
    expect([status, body.success]).toEqual([200, true]);
    return idsOf(body);
  }

  describe("each paging parameter has its own error code", () => {
    test.each<[error_code: string, name: string, values: (string | number)[]]>([
      ["invalid_page_number", "page", [0, -1, 1.5, "one", "1e3", "0x1", " ", "9".repeat(20)]],
      ["invalid_limit", "limit", [0, -1, 1_001, 1.5, "all", "1e2", "9".repeat(20)]],
      ["invalid_after_date", "after", ["now", -1, 1.5, "2026-01-01", "9".repeat(16)]],
      ["invalid_before_date", "before", ["now", -1, 1.5, "2026-01-01", "9".repeat(16)]],
      ["invalid_options", "order", ["up", "DESCENDING", "1", "ASC;"]],
    ])("%s for %s=%j", async (error_code, name, values) => {
      const { path, headers } = await prepare();
      for (const value of values) {
        const { status, body } = await callJson(withQuery(path, { [name]: value }), { headers });
        expect(status).toBe(400);
        expect(body).toMatchObject({ success: false, error_code });
        expect(body.note).toContain(`${name} is "${value}"; accepted: `);
      }
    });
  });

  test.each([
    ["DESC", "before"],
    ["ASC", "after"],
  ])(
    "a page in %s that skips more than 100,000 records is refused with a hint to %s",
    async (order, name) => {
      const { path, headers } = await prepare();
      for (const far of [{ page: 102 }, { page: 100_002, limit: 1 }, { page: 9_000_000_000_000 }]) {
        const { status, body } = await callJson(withQuery(path, { order, ...far }), { headers });
        expect([status, body.error_code]).toEqual([400, "invalid_page_number"]);
        expect(body.note).toContain(`with ${name} set to`);
      }
    },
  );

  test("such a page is also named when another parameter is wrong", async () => {
    const { path, headers } = await prepare();
    const wrong = { after: 1.5, before: "soon", order: "UP" };
    const far = withQuery(path, { page: 1_000_000, ...wrong });
    const { status, body } = await callJson(far, { headers });
    expect([status, body.error_code]).toEqual([400, "invalid_page_number"]);
    for (const name of ["page", ...Object.keys(wrong)]) expect(body.note).toContain(`${name} is `);
  });

  test("the largest values are accepted", async () => {
    const list = await prepare();
    const largest = [
      { page: 101 },
      { page: 100_001, limit: 1 },
      { limit: 1_000 },
      { limit: 1 },
      { after: 0 },
    ];
    for (const query of [...largest, { before: 999_999_999_999_999 }, { page: "", order: "" }]) {
      expect(await idsAt(list, query)).toEqual([]);
    }
  });

  test("the newest come first, unless order is ASC, in any case", async () => {
    const list = await prepare();
    const [second, first, third] = await list.seed([MS + 2, MS + 1, MS + 3]);
    for (const order of ["DESC", "desc", "Desc", ""]) {
      expect(await idsAt(list, { order })).toEqual([third, second, first]);
    }
    for (const order of ["ASC", "asc", "aSc"]) {
      expect(await idsAt(list, { order })).toEqual([first, second, third]);
    }
  });

  test("after and before are exclusive, to the millisecond", async () => {
    const list = await prepare();
    const [early, exact, late] = await list.seed([MS - 1, MS, MS + 1]);
    expect(await idsAt(list, { after: MS })).toEqual([late]);
    expect(await idsAt(list, { before: MS })).toEqual([early]);
    expect(await idsAt(list, { after: MS - 1, before: MS + 1 })).toEqual([exact]);
  });

  test("after and before in seconds leave out the whole second", async () => {
    const list = await prepare();
    const [before, , , after] = await list.seed([MS - 1, MS, MS + 999, MS + 1_000]);
    expect(await idsAt(list, { after: SECOND })).toEqual([after]);
    expect(await idsAt(list, { before: SECOND })).toEqual([before]);
  });

  test("a page past the last one is empty", async () => {
    const list = await prepare();
    await list.seed([MS, MS + 1]);
    expect(await idsAt(list, { limit: 2, page: 2 })).toEqual([]);
  });

  describe("2,500 rows, many with the same time", () => {
    const TIMES = Array.from({ length: 2_500 }, (_, n) => MS + Math.floor(n / 400) * 60_000);

    test.each([
      ["DESC", 1_000, 3],
      ["DESC", 333, 8],
      ["ASC", 999, 3],
    ])("in pages of %s and %i never overlap or skip", async (order, limit, pages) => {
      const list = await prepare();
      const ids = await list.seed(TIMES);
      const sizes: number[] = [];
      const seen: string[] = [];
      for (let page = 1; page <= pages; page += 1) {
        // 1,000 is the default, so it is not sent.
        const rows = await idsAt(list, { page, order, ...(limit === 1_000 ? {} : { limit }) });
        sizes.push(rows.length);
        seen.push(...rows);
      }
      expect(sizes).toEqual([...Array(pages - 1).fill(limit), 2_500 - (pages - 1) * limit]);
      expect(seen).toEqual(sorted(ids, TIMES, order));
    });
  });
}

/** The ids, sorted by time, then by id. */
function sorted(ids: string[], times: number[], order: string): string[] {
  const rows = ids.map((id, n) => ({ id, time: times[n] ?? 0 }));
  rows.sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
  if (order === "DESC") rows.reverse();
  return rows.map((row) => row.id);
}
