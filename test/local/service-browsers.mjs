import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { descendantsOf, isBrowser, kill, survivorsOf } from "../support/processes.mjs";
import { until } from "./service.mjs";

/** The main process of each browser: the parent of its others. */
const mainsOf = (processes) =>
  processes.filter(({ parent }) => processes.every(({ pid }) => pid !== parent));

/** Tests the browsers of a running service. */
export function testBrowsers(service) {
  let site;
  const asked = [];
  beforeAll(async () => {
    site = createServer((request, response) => {
      asked.push(request.url);
      // A capture of `/hang` waits for an answer.
      if (request.url !== "/hang") response.end("<h1>Page</h1>");
    });
    site.listen(0, "127.0.0.1");
    await once(site, "listening");
  });
  afterAll(() => {
    site.close();
    site.closeAllConnections();
  });

  const at = (path) => `http://localhost:${site.address().port}${path}`;
  const snap = (url) => {
    const link = new URL(service().line);
    link.searchParams.set("url", url);
    link.searchParams.set("ttl", "0");
    return fetch(link);
  };
  const browsers = () => descendantsOf(service().npm.pid).filter(isBrowser);

  test("that is killed during captures is replaced, and the captures are taken again", async () => {
    const snaps = Array.from({ length: 12 }, (_, n) => snap(at(`/${n}`)));
    await until(() => asked.length > 0);
    const killed = mainsOf(browsers());
    for (const { pid } of killed) kill(pid);
    const answers = await Promise.all(snaps);
    const reasons = await Promise.all(
      answers.filter(({ ok }) => !ok).map(async (answer) => (await answer.json()).reason),
    );
    expect(reasons).toEqual(reasons.map(() => "browser_unavailable"));
    expect(answers.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(6);
    expect(mainsOf(browsers()).length).toBeGreaterThan(0);
    expect(survivorsOf(killed)).toEqual([]);
  });

  test("that freezes is killed and replaced, and the last one ends a minute after the last capture", async () => {
    const waiting = snap(at("/hang"));
    await until(() => asked.includes("/hang"));
    const frozen = browsers();
    for (const { pid } of mainsOf(frozen)) process.kill(pid, "SIGSTOP");

    const next = await snap(`${service().demo}/`);
    expect(next.status, await next.clone().text()).toBe(200);
    await until(() => survivorsOf(frozen).length === 0);
    expect([408, 503]).toContain((await waiting).status);
    await until(() => browsers().length === 0, 60_000);
  });
}
