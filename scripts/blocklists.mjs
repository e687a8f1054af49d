// npm run blocklists: makes src/browser/guard/blocked-hosts.ts from the data of third-party-web.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as choice from "./blocklists/choice.mjs";
import { Failure, run } from "./failure.mjs";
import { ROOT } from "./root.mjs";

const OUTPUT = join(ROOT, "src", "browser", "guard", "blocked-hosts.ts");
const LINE_CHARACTERS = 98;
// The crawl's hosts come in the order of how many pages asked for them. Every request is compared with every entry:
// one that hardly any page asks for, or that nobody has any more, is not worth it.
const COMMON_HOSTS = 80_000;

await run(async () => {
  const source = await readSource();
  const lists = listsOf(source);
  await writeFile(OUTPUT, moduleOf(source.version, lists));
  console.log(`${lists.ads.length} hosts of advertising, ${lists.tracking.length} of tracking`);
});

/** The entities, their version, and the hosts that a crawl of the web saw in use, with their parents. */
async function readSource() {
  const entry = createRequire(import.meta.url).resolve("third-party-web");
  const folder = join(dirname(entry), "..");
  const read = (name) => readFile(join(folder, name), "utf8");
  const entities = JSON.parse(await read("dist/entities-nostats.json"));
  const rows = (await read("dist/domain-map.csv")).trim().split("\n").slice(0, COMMON_HOSTS);
  return {
    version: JSON.parse(await read("package.json")).version,
    entities,
    seen: new Set(rows.flatMap((row) => withParents(row.split(",")[0]))),
  };
}

function listsOf({ entities, seen }) {
  expectKnown(entities);
  const isSeen = (host) => seen.has(host);
  const of = (list) =>
    entities
      .filter((entity) => listOf(entity) === list)
      .flatMap((entity) => entity.domains.map(hostOf))
      .filter((host) => isSeen(host) && !choice.KEPT_HOSTS.includes(host));
  return {
    ads: tidy([...of("ads"), ...words(choice.MORE_ADS)]),
    tracking: tidy([...of("tracking"), ...words(choice.MORE_TRACKING)]),
  };
}

function listOf({ name, category }) {
  if (choice.KEPT_ENTITIES.includes(name)) return undefined;
  if (choice.TRACKING_ENTITIES.includes(name)) return "tracking";
  return choice.CATEGORIES[category];
}

function expectKnown(entities) {
  const names = new Set(entities.map((entity) => entity.name));
  const unknown = [...choice.KEPT_ENTITIES, ...choice.TRACKING_ENTITIES].filter(
    (name) => !names.has(name),
  );
  if (unknown.length > 0) throw new Failure(`third-party-web has no entity ${unknown.join(", ")}`);
}

/** `*.example.com` stands for the name and all below it, as every entry of ours does. */
function hostOf(domain) {
  return domain.replace(/^\*\./, "").toLowerCase();
}

function words(text) {
  return text.trim().split(/\s+/);
}

/** Sorted, each once, and none below another; each a name, never a single label or an IP address. */
function tidy(hosts) {
  const all = new Set(hosts);
  const wrong = [...all].filter((host) => !/^([a-z0-9-]+\.)+[a-z][a-z0-9-]*$/.test(host));
  if (wrong.length > 0) throw new Failure(`no host names: ${wrong.join(", ")}`);
  return [...all]
    .filter(
      (host) =>
        !withParents(host)
          .slice(1)
          .some((parent) => all.has(parent)),
    )
    .sort();
}

/** A host and its parents, the host first, the top-level domain not. */
function withParents(host) {
  const labels = host.split(".");
  return labels.slice(0, -1).map((_, n) => labels.slice(n).join("."));
}

function moduleOf(version, { ads, tracking }) {
  return `// Made by \`npm run blocklists\`; change scripts/blocklists/choice.mjs instead.
// Data of third-party-web ${version} (https://github.com/patrickhulce/third-party-web), MIT License,
// Copyright (c) 2019 Patrick Hulce, with choices and additions of this project: see NOTICE.

/** Hosts that serve advertising; each stands for itself and every host below it. */
export const AD_HOSTS = \`
${filled(ads)}
\`;

/** Hosts that measure and recognise visitors; each stands for itself and every host below it. */
export const TRACKING_HOSTS = \`
${filled(tracking)}
\`;
`;
}

function filled(hosts) {
  const lines = [[]];
  for (const host of hosts) {
    const line = lines.at(-1);
    if ([...line, host].join(" ").length <= LINE_CHARACTERS) line.push(host);
    else lines.push([host]);
  }
  return lines.map((line) => line.join(" ")).join("\n");
}
