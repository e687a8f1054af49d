import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { descendantsOf, kill, survivorsOf } from "../support/processes.mjs";
import { expectNothingLeft } from "./nothing-left.mjs";
import { startService, stopService, until } from "./service.mjs";

const KEY = "dev-private-key";

describe("after every process was killed during captures", () => {
  let [service, pages, origin, onRequest] = [];
  beforeAll(async () => {
    // While `onRequest` is set, pages are not answered.
    pages = createServer(
      (request, response) => onRequest?.(request.url) ?? response.end("<h1>Page</h1>"),
    );
    await new Promise((resolve) => pages.listen(0, "127.0.0.1", resolve));
    origin = `http://localhost:${pages.address().port}`;
    service = await startService();
    await killDuring(() => {
      post("/screenshot_configs", `url=${origin}/background`);
      post("/snap", `url=${origin}/snap`).catch(() => undefined);
    });
    service = await startService(service.variables);
  });
  afterAll(async () => {
    await stopService(service);
    pages?.close();
  });

  const post = (path, body) =>
    fetch(`${service.origin}${path}?access_token=${KEY}`, {
      method: "POST",
      body: new URLSearchParams(body),
    });
  /** Calls `begin`, and kills every process as soon as both pages are requested. */
  const killDuring = async (begin) => {
    const waiting = new Set(["/background", "/snap"]);
    onRequest = (path) => {
      waiting.delete(path);
      return true;
    };
    begin();
    await until(() => waiting.size === 0);
    const processes = descendantsOf(service.npm.pid);
    for (const { pid } of [service.npm, ...processes]) kill(pid);
    await until(() => survivorsOf(processes).length === 0);
    onRequest = undefined;
  };

  test("the background capture is done within seconds", async () => {
    const startedAt = Date.now();
    const shots = async () => {
      const answer = await fetch(`${service.origin}/screenshots?access_token=${KEY}`);
      return (await answer.json()).screenshots;
    };
    await until(async () => (await shots()).length > 0);
    expect(Date.now() - startedAt).toBeLessThan(30_000);
  });

  test("the lost snap delays no new snap of the same page", async () => {
    const startedAt = Date.now();
    expect((await post("/snap", `url=${origin}/snap`)).status).toBe(200);
    expect(Date.now() - startedAt).toBeLessThan(20_000);
  });

  test("SIGINT to npm leaves no process behind", async () => {
    expect((await post("/snap", `url=${origin}/snap&ttl=0`)).status).toBe(200);
    await expectNothingLeft(service, "SIGINT");
  });
});
