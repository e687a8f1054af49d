import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { descendantsOf, isBrowser, kill, survivorsOf } from "../support/processes.mjs";
import { until } from "./service.mjs";

/** The main process of a browser: the parent of the others. */
const mainOf = (processes) =>
  processes.find(({ parent }) => processes.every(({ pid }) => pid !== parent));

/** Tests the browsers of a running service. */
export function testBrowsers(service) {
  let site;
  let isAsked = false;
  beforeAll(async () => {
    site = createServer(() => {
      // Never answers: the capture waits for it.
      isAsked = true;
    });
    site.listen(0, "127.0.0.1");
    await once(site, "listening");
  });
  afterAll(() => {
    site.close();
    site.closeAllConnections();
  });

  const snap = (url) => {
    const link = new URL(service().line);
    link.searchParams.set("url", url);
    link.searchParams.set("ttl", "0");
    return fetch(link);
  };
  const browsers = () => descendantsOf(service().npm.pid).filter(isBrowser);

  test("that is killed during captures is replaced, and the captures are taken again", async () => {
    const colours = ["ff0000", "00ff00", "0000ff", "ffff00", "00ffff", "ff00ff"];
    const snaps = colours
      .flatMap((colour) => [1, 2].map((n) => `${service().demo}/?${colour}${n}`))
      .map(snap);
    await until(() => browsers().length > 4);
    const killed = mainOf(browsers());
    kill(killed.pid);
    const answers = await Promise.all(snaps);
    const reasons = await Promise.all(
      answers.filter(({ ok }) => !ok).map(async (answer) => (await answer.json()).reason),
    );
    expect(reasons).toEqual(reasons.map(() => "browser_unavailable"));
    expect(answers.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(6);
    expect(mainOf(browsers()).pid).not.toBe(killed.pid);
  });

  test("that freezes is killed and replaced, and the last one ends a minute after the last capture", async () => {
    const waiting = snap(`http://localhost:${site.address().port}/`);
    await until(() => isAsked);
    const frozen = browsers();
    process.kill(mainOf(frozen).pid, "SIGSTOP");

    const next = await snap(`${service().demo}/`);
    expect(next.status, await next.clone().text()).toBe(200);
    await until(() => survivorsOf(frozen).length === 0);
    expect([408, 503]).toContain((await waiting).status);
    await until(() => browsers().length === 0, 60_000);
  });
}
