import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePorts } from "../support/ports.mjs";
import { descendantsOf, kill, survivorsOf } from "../support/processes.mjs";
import { until } from "./service.mjs";

const SERVER = fileURLToPath(new URL("runtime-server.mjs", import.meta.url));

describe("a Workers runtime", () => {
  let [server, text, link, dataDir, pages] = [undefined, ""];
  beforeAll(async () => {
    pages = createServer((_, response) => response.end("<h1>Page</h1>"));
    await new Promise((resolve) => pages.listen(0, "127.0.0.1", resolve));
    const [port] = await freePorts(1);
    dataDir = await mkdtemp(join(tmpdir(), "pagepixels-"));
    server = spawn(process.execPath, [SERVER, String(port), dataDir]);
    for (const stream of [server.stdout, server.stderr]) {
      stream.setEncoding("utf8").on("data", (part) => {
        text += part;
      });
    }
    await until(() => /^ready$/m.test(text) || server.exitCode !== null);
    const url = encodeURIComponent(`http://localhost:${pages.address().port}/`);
    link = `http://127.0.0.1:${port}/snap?url=${url}&access_token=dev-private-key`;
    expect((await fetch(link)).headers.get("X-Cache"), text).toBe("MISS");
  });
  afterAll(async () => {
    server.kill("SIGTERM");
    await until(() => server.exitCode !== null);
    pages.close();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  const runtime = () => descendantsOf(server.pid).find(isRuntime);
  const isRuntime = ({ command }) => basename(command) === "workerd";
  /** The runtime is replaced: it answers from the same data, the old processes end, and captures work. */
  const expectReplaced = async (processes) => {
    let again;
    await until(async () => {
      again = await fetch(link).catch(() => undefined);
      return again !== undefined;
    });
    expect(again.headers.get("X-Cache")).toBe("HIT");
    await until(() => survivorsOf(processes).length === 0);
    expect((await fetch(`${link}&ttl=0`)).status).toBe(200);
  };

  test("that does not answer is replaced on the same data, and its browsers are closed", async () => {
    const processes = descendantsOf(server.pid);
    process.kill(runtime().pid, "SIGSTOP");
    const answer = await fetch(link, { signal: AbortSignal.timeout(30_000) }).catch(({ name }) =>
      name === "TimeoutError" ? "still waiting" : "cut off",
    );
    expect(answer).toBe("cut off");
    expect(text).toContain("The Workers runtime gave no answer for 5 s: it is started again.");
    await expectReplaced(processes);
  });

  test("that dies is replaced on the same data, and its browsers are closed", async () => {
    const processes = descendantsOf(server.pid);
    kill(runtime().pid);
    await expectReplaced(processes);
  });

  test("that dies three times within a minute ends the server, and no process is left", async () => {
    const processes = descendantsOf(server.pid);
    const { origin } = new URL(link);
    await until(async () => {
      const answer = await fetch(`${origin}/placeholder.png`).catch(() => undefined);
      const found = answer && runtime();
      if (found) kill(found.pid);
      return server.exitCode !== null;
    });
    expect(server.exitCode).toBe(1);
    expect(text).toContain("died 3 times within a minute: the server ends.");
    await until(() => survivorsOf(processes).length === 0);
  });
});
