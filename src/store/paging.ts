/** One page of a list; `after` and `before` are exclusive Unix milliseconds. */
export interface Paging {
  page: number;
  limit: number;
  after?: number | undefined;
  before?: number | undefined;
  order: "ASC" | "DESC";
}
