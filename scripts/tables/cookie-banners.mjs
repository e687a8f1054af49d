// npm run table:cookie-banners: runs the tests of no_cookie_banners and writes their results to docs/cookie-banners.md.
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../root.mjs";
import { writeTable } from "./document.mjs";

const rows = await Promise.all((await runTests()).map(bannerRow));
const head = "| page | shows | before | after |\n|---|---|---|---|\n";
await writeTable("cookie-banners.md", `${head}${rows.join("")}`);

/** Runs the tests. Returns the size of the banner on each page, without and with the option. */
async function runTests() {
  const folder = await mkdtemp(join(tmpdir(), "cookie-banners-"));
  try {
    const report = join(folder, "report.json");
    const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
    const tests = ["run", "test/browser/cookie-banners.test.ts", "--silent", ...reporters];
    const { status } = spawnSync("vitest", tests, { cwd: ROOT, stdio: "inherit" });
    if (status !== 0) throw new Error("The tests failed: the table was not changed.");
    const { testResults } = JSON.parse(await readFile(report, "utf8"));
    return testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .flatMap(({ meta }) => meta.cookieBanner ?? []);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function bannerRow({ page, before, after }) {
  const html = await readFile(join(ROOT, "test", "pages", "consent", `${page}.html`), "utf8");
  const title = /<title>(.*)<\/title>/.exec(html)?.[1];
  return `| \`${page}\` | ${title} | ${before.banner} % | ${after.banner} % |\n`;
}
