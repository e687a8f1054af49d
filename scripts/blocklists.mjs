// npm run blocklists: writes src/browser/guard/blocked-hosts.ts from the data of third-party-web.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as choice from "./blocklists/choice.mjs";
import { Failure, runScript } from "./failure.mjs";
import { ROOT } from "./root.mjs";

const OUTPUT = join(ROOT, "src", "browser", "guard", "blocked-hosts.ts");
const LINE_CHARACTERS = 98;
// The crawl lists hosts by the number of pages that request them. The browser compares each request with each entry,
// so rare hosts are left out.
const COMMON_HOSTS = 80_000;

const KEPT_ENTITIES = Object.values(choice.KEPT_ENTITIES).flatMap(entityNames);
const KEPT_HOSTS = hostNames(choice.KEPT_HOSTS);
const TRACKING_ENTITIES = entityNames(choice.TRACKING_ENTITIES);

await runScript(async () => {
  const source = await readSource();
  const lists = createLists(source);
  await writeFile(OUTPUT, moduleText(source.version, lists));
  console.log(`${lists.ads.length} advertising hosts, ${lists.tracking.length} tracking hosts`);
});

/** Reads the version, the entities and the common hosts of third-party-web. The hosts include their parent domains. */
async function readSource() {
  const entry = createRequire(import.meta.url).resolve("third-party-web");
  const folder = join(dirname(entry), "..");
  const read = (name) => readFile(join(folder, name), "utf8");
  const entities = JSON.parse(await read("dist/entities-nostats.json"));
  const rows = (await read("dist/domain-map.csv")).trim().split("\n").slice(0, COMMON_HOSTS);
  return {
    version: JSON.parse(await read("package.json")).version,
    entities,
    commonHosts: new Set(rows.flatMap((row) => withParentDomains(row.split(",")[0]))),
  };
}

function createLists({ entities, commonHosts }) {
  expectKnownEntities(entities);
  const hostsOfList = (list) =>
    entities
      .filter((entity) => listOfEntity(entity) === list)
      .flatMap((entity) => entity.domains.map(hostOfDomain))
      .filter((host) => commonHosts.has(host) && !KEPT_HOSTS.includes(host));
  return {
    ads: sortedHosts([...hostsOfList("ads"), ...hostNames(choice.MORE_ADS)]),
    tracking: sortedHosts([...hostsOfList("tracking"), ...hostNames(choice.MORE_TRACKING)]),
  };
}

function listOfEntity({ name, category }) {
  if (KEPT_ENTITIES.includes(name)) return undefined;
  if (TRACKING_ENTITIES.includes(name)) return "tracking";
  return choice.CATEGORIES[category];
}

function expectKnownEntities(entities) {
  const names = new Set(entities.map((entity) => entity.name));
  const unknown = [...KEPT_ENTITIES, ...TRACKING_ENTITIES].filter((name) => !names.has(name));
  if (unknown.length > 0) throw new Failure(`third-party-web has no entity ${unknown.join(", ")}.`);
}

/** An entry of the lists matches its subdomains too, so the `*.` of `*.example.com` is not needed. */
function hostOfDomain(domain) {
  return domain.replace(/^\*\./, "").toLowerCase();
}

function entityNames(text) {
  return text.trim().split(/,\s+/);
}

function hostNames(text) {
  return text.trim().split(/\s+/);
}

/** Sorts the hosts, without duplicates and without hosts whose parent domain is in the list. */
function sortedHosts(hosts) {
  const all = new Set(hosts);
  const invalid = [...all].filter((host) => !/^([a-z0-9-]+\.)+[a-z][a-z0-9-]*$/.test(host));
  if (invalid.length > 0) throw new Failure(`These are not host names: ${invalid.join(", ")}.`);
  const hasParent = (host) =>
    withParentDomains(host)
      .slice(1)
      .some((parent) => all.has(parent));
  return [...all].filter((host) => !hasParent(host)).sort();
}

/** The host and its parent domains, without the top-level domain. */
function withParentDomains(host) {
  const labels = host.split(".");
  return labels.slice(0, -1).map((_, n) => labels.slice(n).join("."));
}

function moduleText(version, { ads, tracking }) {
  return `// Made by \`npm run blocklists\`; change scripts/blocklists/choice.mjs instead.
// Data of third-party-web ${version} (https://github.com/patrickhulce/third-party-web), MIT License,
// Copyright (c) 2019 Patrick Hulce, with choices and additions of this project: see NOTICE.

/** Hosts that serve advertising; each stands for itself and every host below it. */
export const AD_HOSTS = \`
${wrapLines(ads)}
\`;

/** Hosts that measure and recognise visitors; each stands for itself and every host below it. */
export const TRACKING_HOSTS = \`
${wrapLines(tracking)}
\`;
`;
}

function wrapLines(hosts) {
  const lines = [[]];
  for (const host of hosts) {
    const line = lines.at(-1);
    if ([...line, host].join(" ").length <= LINE_CHARACTERS) line.push(host);
    else lines.push([host]);
  }
  return lines.map((line) => line.join(" ")).join("\n");
}
