// npm run table:blocking: which kinds of request reach an advertiser, with and without blocking, as a table.
import { KINDS } from "../../test/support/blocking-kinds.ts";
import { startBlockingService } from "../../test/support/blocking-service.mjs";
import { end, serve } from "../local/lifetime.mjs";

await serve(async () => {
  const { site, snap } = await startBlockingService();
  const asked = async (name, options) => {
    const page = `/blocking/every-kind?log=${name}`;
    await snap(page, { wait_for: "#done", page_width: 300, page_height: 200, ...options });
    const requests = await (await fetch(`${site}/logged/${name}`)).json();
    const reached = requests.filter(({ host }) => host.startsWith("ad.doubleclick.net"));
    return new Set(reached.map(({ query }) => query.kind));
  };
  const without = await asked("without", {});
  const blocked = await asked("with", { no_ads: true, no_tracking: true });

  const rows = KINDS.map(
    (kind) => `| ${kind} | ${cell(without, kind)} | ${cell(blocked, kind)} |\n`,
  );
  process.stdout.write(
    `| request to an advertiser | without | blocked |\n|---|---|---|\n${rows.join("")}`,
  );
  end(0);
});

function cell(reached, kind) {
  return reached.has(kind) ? "gets through" : "-";
}
