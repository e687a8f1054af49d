// npm run table:blocking: which kinds of request reach an advertiser, with and without blocking, as a table.
import { KINDS, WINDOWS } from "../../test/support/blocking-kinds.ts";
import { startBlockingService } from "../../test/support/blocking-service.mjs";
import { end, serve } from "../local/lifetime.mjs";

const PAGES = [
  { page: "/blocking/every-kind", kinds: KINDS, words: "" },
  { page: "/blocking/windows", kinds: WINDOWS, words: "a window opened by " },
];

await serve(async () => {
  const service = await startBlockingService();
  const rows = [];
  for (const { page, kinds, words } of PAGES) {
    const without = await reachedBy(service, page, {});
    const blocked = await reachedBy(service, page, { no_ads: true });
    for (const kind of kinds) {
      const cells = [without, blocked].map((reached) => (reached.has(kind) ? "yes" : "no"));
      rows.push(`| ${words}${kind} | ${cells.join(" | ")} |\n`);
    }
  }
  const head = "| a request by … | reaches an advertiser | with `no_ads` |\n|---|---|---|\n";
  process.stdout.write(head + rows.join(""));
  end(0);
});

async function reachedBy({ site, snap }, page, options) {
  const log = crypto.randomUUID();
  await snap(`${page}?log=${log}`, { wait_for: "#done", ...options });
  const requests = await (await fetch(`${site}/logged/${log}`)).json();
  const ads = requests.filter(({ host }) => host.startsWith("ad.doubleclick.net"));
  return new Set(ads.map(({ query }) => query.kind));
}
