// npm run table:blocking: which kinds of request reach an advertiser and a tracker, with and without blocking; writes
// what it saw into docs/blocking.md.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  ADVERTISER,
  INNOCENT,
  KINDS,
  TRACKER,
  WINDOWS,
} from "../../test/support/blocking-kinds.ts";
import { startBlockingService } from "../../test/support/blocking-service.mjs";
import { end, serve } from "../local/lifetime.mjs";
import { ROOT } from "../root.mjs";

const DOCUMENT = join(ROOT, "docs", "blocking.md");
const TABLE = /(<!-- table -->\n).*(<!-- end -->)/s;
const HEAD = `| a request by … | reaches an advertiser | with \`no_ads\` | reaches a tracker | with \`no_tracking\` |
|---|---|---|---|---|
`;

const PAGES = [
  { page: "/blocking/every-kind", kinds: [...KINDS, INNOCENT], words: "" },
  { page: "/blocking/windows", kinds: WINDOWS, words: "a window opened by " },
];
const COLUMNS = [
  [ADVERTISER, {}],
  [ADVERTISER, { no_ads: true }],
  [TRACKER, {}],
  [TRACKER, { no_tracking: true }],
];

await serve(async () => {
  const service = await startBlockingService();
  const rows = [];
  for (const { page, kinds, words } of PAGES) {
    const columns = [];
    for (const [host, options] of COLUMNS)
      columns.push(await reachedBy(service, page, host, options));
    for (const kind of kinds) {
      const cells = columns.map((reached) => (reached.has(kind) ? "yes" : "no"));
      rows.push(`| ${words}${kind} | ${cells.join(" | ")} |\n`);
    }
  }
  const document = await readFile(DOCUMENT, "utf8");
  await writeFile(DOCUMENT, document.replace(TABLE, `$1${HEAD}${rows.join("")}$2`));
  end(0);
});

/** Kinds of requests that reached a host; of the innocent one, that it got where it was to go. */
async function reachedBy({ site, snap }, page, host, options) {
  const log = crypto.randomUUID();
  await snap(`${page}?log=${log}&of=${host}`, { wait_for: "#done", ...options });
  const requests = await (await fetch(`${site}/logged/${log}`)).json();
  const reached = requests.filter(
    (one) => one.host.startsWith(host) || one.query.kind === INNOCENT,
  );
  return new Set(reached.map(({ query }) => query.kind));
}
