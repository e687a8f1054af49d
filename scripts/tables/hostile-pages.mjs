// npm run hostile-pages: captures pages that try to do harm, with ordinary captures beside each, and writes what became
// of them into docs/hostile-pages.md. With `-- --only <name>,<name>` some of them are captured and nothing is written.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startClosedService } from "../../test/local/hostile/service.mjs";
import { startSite } from "../../test/local/hostile/site.mjs";
import { HOSTILE_PAGES } from "../../test/support/hostile/pages.mjs";
import { Failure } from "../failure.mjs";
import { atEnd, end, serve } from "../local/lifetime.mjs";
import { ROOT } from "../root.mjs";
import { HEAD, rowOf } from "./hostile-pages/table.mjs";
import { visit } from "./hostile-pages/visit.mjs";

const DOCUMENT = join(ROOT, "docs", "hostile-pages.md");
const TABLE = /(<!-- table -->\n).*(<!-- end -->)/s;

await serve(async () => {
  const pages = chosenPages();
  const site = await startSite();
  let service = await startClosedService();
  atEnd(() => service.stop());
  process.stdout.write(HEAD);
  const rows = [];
  for (const page of pages) {
    const seen = await visit(service, site, page);
    rows.push(rowOf(page, seen));
    process.stdout.write(rows.at(-1));
    if (seen.processesLeft === 0 && Number.isFinite(await service.answerMs())) continue;
    // The next page is not to suffer from what this one left.
    await service.stop();
    service = await startClosedService();
  }
  if (pages === HOSTILE_PAGES) {
    const document = await readFile(DOCUMENT, "utf8");
    await writeFile(DOCUMENT, document.replace(TABLE, `$1${HEAD}${rows.join("")}$2`));
  }
  end(0);
});

function chosenPages() {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  return values.only?.split(",").map(pageNamed) ?? HOSTILE_PAGES;
}

function pageNamed(wanted) {
  const page = HOSTILE_PAGES.find(({ name }) => name === wanted);
  if (page) return page;
  const names = HOSTILE_PAGES.map(({ name }) => name).join(", ");
  throw new Failure(`There is no hostile page ${wanted}; there are ${names}.`);
}
