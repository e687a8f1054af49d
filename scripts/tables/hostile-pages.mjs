// npm run hostile-pages: captures each hostile page in parallel with ordinary pages, and writes the results to
// docs/hostile-pages.md. With `-- --only <name>,<name>` it captures only these pages and does not write the file.
import { parseArgs } from "node:util";
import { startClosedService } from "../../test/local/hostile/service.mjs";
import { startSite } from "../../test/local/hostile/site.mjs";
import { HOSTILE_PAGES } from "../../test/support/hostile/pages.mjs";
import { Failure } from "../failure.mjs";
import { onShutdown, runServer, shutDown } from "../local/lifetime.mjs";
import { writeTable } from "./document.mjs";
import { measurePage } from "./hostile-pages/measure.mjs";
import { HEAD, hostilePageRow } from "./hostile-pages/table.mjs";

await runServer(async () => {
  const pages = chosenPages();
  const site = await startSite();
  let service = await startClosedService();
  onShutdown(() => service.stop());
  process.stdout.write(HEAD);
  const rows = [];
  for (const page of pages) {
    const measured = await measurePage(service, site, page);
    rows.push(hostilePageRow(page, measured));
    process.stdout.write(rows.at(-1));
    if (measured.processesLeft === 0 && Number.isFinite(await service.answerMs())) continue;
    // Starts a new service, so that what this page left does not affect the next page.
    await service.stop();
    service = await startClosedService();
  }
  if (pages === HOSTILE_PAGES) {
    await writeTable("hostile-pages.md", `${HEAD}${rows.join("")}`);
  }
  shutDown(0);
});

function chosenPages() {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  return values.only?.split(",").map(findHostilePage) ?? HOSTILE_PAGES;
}

function findHostilePage(wanted) {
  const page = HOSTILE_PAGES.find(({ name }) => name === wanted);
  if (page) return page;
  const names = HOSTILE_PAGES.map(({ name }) => name).join(", ");
  throw new Failure(`There is no hostile page ${wanted}. The pages are: ${names}.`);
}
