/** Requests by the name in their `?log=`, in the order in which they came. */
const records = new Map();

/** Keeps a request that has a name to be kept under. */
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
  /** An empty answer that every page may read. */
  empty: (_, response) => {
    response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end();
  },
  /** The requests under a name: /logged/<name>. */
  logged: (_, response, url) => {
    response.end(JSON.stringify(records.get(url.pathname.split("/")[2]) ?? []));
  },
};
