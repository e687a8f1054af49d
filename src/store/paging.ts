import { and, asc, desc, gt, lt, type SQL } from "drizzle-orm";
import type { SQLiteColumn, SQLiteSelect } from "drizzle-orm/sqlite-core";

/** One page of a list; `after` and `before` are exclusive Unix milliseconds. */
export interface Paging {
  page: number;
  limit: number;
  after?: number | undefined;
  before?: number | undefined;
  order: "ASC" | "DESC";
}

/** What a list is ordered by: a time, then an id, so that rows of the same time never appear on two pages. */
interface ListOrder {
  time: SQLiteColumn;
  id: SQLiteColumn;
}

/** The rows of one page that meet all `conditions`. */
export function pageOf<T extends SQLiteSelect>(
  query: T,
  conditions: readonly SQL[],
  { time, id }: ListOrder,
  { after, before, order, limit, page }: Paging,
): T {
  const direction = order === "ASC" ? asc : desc;
  return query
    .where(
      and(
        ...conditions,
        after === undefined ? undefined : gt(time, after),
        before === undefined ? undefined : lt(time, before),
      ),
    )
    .orderBy(direction(time), direction(id))
    .limit(limit)
    .offset((page - 1) * limit);
}
