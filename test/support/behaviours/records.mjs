/** Requests by the name in their `?log=`, in order. */
const records = new Map();

/** Keeps a request that has a `?log=`. */
export function keepRecord(request, url) {
  const name = url.searchParams.get("log");
  if (!name) return;
  const { method, headers } = request;
  const { pathname: path, searchParams } = url;
  records.set(name, [
    ...(records.get(name) ?? []),
    { method, path, host: headers.host, headers, query: Object.fromEntries(searchParams) },
  ]);
}

export const RECORDS = {
  /** An empty answer that pages of every origin may read. */
  empty: (_, response) => {
    response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end();
  },
  /** The requests under a name: /logged/<name>. */
  logged: (_, response, url) => {
    response.end(JSON.stringify(records.get(url.pathname.split("/")[2]) ?? []));
  },
};
