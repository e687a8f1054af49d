// npm run table:blocking: finds out which kinds of request reach an advertiser and a tracker, with and without blocking,
// and writes the table to docs/blocking.md.
import {
  ADVERTISER,
  INNOCENT,
  KINDS,
  TRACKER,
  WINDOWS,
} from "../../test/support/blocking-kinds.ts";
import { startBlockingService } from "../../test/support/blocking-service.mjs";
import { runServer, shutDown } from "../local/lifetime.mjs";
import { writeTable } from "./document.mjs";

const HEAD = `| a request by … | reaches an advertiser | with \`no_ads\` | reaches a tracker | with \`no_tracking\` |
|---|---|---|---|---|
`;

const PAGES = [
  { page: "/blocking/every-kind", kinds: [...KINDS, INNOCENT], prefix: "" },
  { page: "/blocking/windows", kinds: WINDOWS, prefix: "a window opened by " },
];
const COLUMNS = [
  [ADVERTISER, {}],
  [ADVERTISER, { no_ads: true }],
  [TRACKER, {}],
  [TRACKER, { no_tracking: true }],
];

await runServer(async () => {
  const service = await startBlockingService();
  const rows = [];
  for (const { page, kinds, prefix } of PAGES) {
    const columns = [];
    for (const [host, options] of COLUMNS)
      columns.push(await findReachingKinds(service, page, host, options));
    for (const kind of kinds) {
      const cells = columns.map((reached) => (reached.has(kind) ? "yes" : "no"));
      rows.push(`| ${prefix}${kind} | ${cells.join(" | ")} |\n`);
    }
  }
  await writeTable("blocking.md", `${HEAD}${rows.join("")}`);
  shutDown(0);
});

/** Returns the kinds of request that reached the host. The innocent request counts wherever it arrived. */
async function findReachingKinds({ site, snap }, page, host, options) {
  const log = crypto.randomUUID();
  await snap(`${page}?log=${log}&of=${host}`, { wait_for: "#done", ...options });
  const requests = await (await fetch(`${site}/logged/${log}`)).json();
  const reached = requests.filter(
    (request) => request.host.startsWith(host) || request.query.kind === INNOCENT,
  );
  return new Set(reached.map(({ query }) => query.kind));
}
