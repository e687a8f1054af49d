import { once } from "node:events";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePorts } from "../support/ports.mjs";
import { descendantsOf, kill, survivorsOf } from "../support/processes.mjs";
import { npmStart, startService, until } from "./service.mjs";

const KEY = "dev-private-key";

describe("npm start", () => {
  let service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(async () => {
    service?.npm.kill("SIGTERM");
    await service?.exit;
    await service?.forget();
  });

  const api = async (method, path, body = {}) => {
    const url = new URL(path, service.origin);
    const headers = { Authorization: `Bearer ${KEY}`, "Content-Type": "application/json" };
    const sent = method === "GET" ? {} : { body: JSON.stringify(body) };
    const response = await fetch(url, { method, headers, redirect: "manual", ...sent });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const picture = async (link) => {
    const response = await fetch(link, { redirect: "manual" });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes };
  };
  /** Whether a picture shows the demo site's row of colours. */
  const showsDemo = async (bytes) => {
    const { data, info } = await sharp(bytes)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const coral = [0xff, 0x5d, 0x5d];
    for (let at = 0; at < data.length; at += info.channels) {
      if (coral.every((value, n) => Math.abs(data[at + n] - value) < 8)) return true;
    }
    return false;
  };

  test("answers the development key from the first moment on", () => {
    expect(service.firstStatus).toBe(200);
  });

  test("tells a line that takes a picture, and takes the second one from what is stored", async () => {
    const first = await picture(service.line);
    expect(first.headers.get("X-Cache")).toBe("MISS");
    expect(await sharp(first.bytes).metadata()).toMatchObject({
      format: "jpeg",
      width: 1_920,
      height: 1_000,
    });
    expect(await showsDemo(first.bytes)).toBe(true);
    const second = await picture(service.line);
    expect(second.headers.get("X-Cache")).toBe("HIT");
    expect(second.bytes.equals(first.bytes)).toBe(true);
  });

  test("keeps a configuration from its creation to its end", async () => {
    const created = await api("POST", "/screenshot_configs", { url: `${service.demo}/` });
    const { screenshot_configuration_id: id, embed_url, job_id } = created.body;
    const done = async (jobId) => {
      let job;
      await until(async () => {
        job = await api("GET", `/jobs/${jobId}`);
        return job.status === 200;
      });
      return job.body.screenshot;
    };
    const first = await done(job_id);
    const embed = await picture(embed_url);
    expect(embed.headers.get("X-Job-Id")).toBe(job_id);
    expect(await showsDemo(embed.bytes)).toBe(true);

    const again = await api("POST", `/screenshot_configs/${id}/capture`);
    const second = await done(again.body.job_id);
    const { body } = await api("GET", `/screenshot_configs/${id}/screenshots`);
    expect(body.screenshots).toEqual([second, first]);

    expect((await api("DELETE", `/screenshot_configs/${id}`)).body.deleted).toBe(true);
    const links = [first, second].flatMap((shot) => [shot.direct_link, shot.direct_thumbnail_link]);
    for (const link of [embed_url, ...links]) expect((await picture(link)).status).toBe(404);
    expect((await api("GET", `/jobs/${job_id}`)).status).toBe(404);
  });

  test("refuses a name that leads here from elsewhere, also behind the local server's own header", async () => {
    const { port } = new URL(service.origin);
    const asked = request({
      host: "127.0.0.1",
      port,
      path: "/account_limits",
      headers: {
        Host: `evil.example:${port}`,
        Authorization: `Bearer ${KEY}`,
        "MF-Original-URL": `${service.origin}/account_limits`,
      },
    });
    asked.end();
    const [response] = await once(asked, "response");
    response.resume();
    expect(response.statusCode).toBe(403);
  });

  test("goes on when a client breaks its upload off", async () => {
    const { port } = new URL(service.origin);
    for (let n = 0; n < 5; n++) {
      const socket = connect(Number(port), "127.0.0.1");
      await once(socket, "connect");
      const head = `POST /snap HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json`;
      socket.write(`${head}\r\nContent-Length: 100000\r\n\r\n{"url":`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      socket.destroy();
    }
    expect((await api("GET", "/account_limits")).status).toBe(200);
  });

  test("ends with one sentence when its port is taken", async () => {
    const second = npmStart(service.variables);
    expect(await second.exit).toBe(1);
    expect(second.output.text).toContain(`Port ${service.variables.PORT} is taken: set PORT`);
    expect(second.output.text).not.toMatch(/^\s+at /m);
  });

  test.each([
    [
      "its data is another server's",
      {},
      /Another server keeps its data in \S+: end it, or set DATA_DIR/,
    ],
    [
      "there is no browser where it was told to be",
      { CHROME_PATH: "/no/such/browser", DATA_DIR: join(tmpdir(), "pagepixels-no-browser") },
      /CHROME_PATH is \/no\/such\/browser, but there is no program/,
    ],
    [
      "its data can be stored nowhere",
      { DATA_DIR: join("package.json", "data") },
      /package\.json\/data cannot hold the data \(there is a file in its way\): set DATA_DIR/,
    ],
  ])("ends with one sentence when %s", async (_, variables, sentence) => {
    const [PORT, DEMO_PORT] = (await freePorts(2)).map(String);
    const second = npmStart({ ...service.variables, PORT, DEMO_PORT, ...variables });
    expect(await second.exit).toBe(1);
    expect(second.output.text).toMatch(sentence);
    expect(second.output.text).not.toMatch(/^\s+at /m);
  });
});

describe("what was going on when everything was killed", () => {
  let [service, pages, origin, asked] = [];
  beforeAll(async () => {
    // A page that nobody gets while `asked` is told of it.
    pages = createServer(
      (request, response) => asked?.(request.url) ?? response.end("<h1>Page</h1>"),
    );
    await new Promise((resolve) => pages.listen(0, "127.0.0.1", resolve));
    origin = `http://localhost:${pages.address().port}`;
    service = await startService();
    await killed(() => {
      post("/screenshot_configs", `url=${origin}/background`);
      post("/snap", `url=${origin}/snap`).catch(() => undefined);
    });
    service = await startService(service.variables);
  });
  afterAll(async () => {
    service?.npm.kill("SIGTERM");
    await service?.exit;
    await service?.forget();
    pages?.close();
  });

  const post = (path, body) =>
    fetch(`${service.origin}${path}?access_token=${KEY}`, {
      method: "POST",
      body: new URLSearchParams(body),
    });
  /** Kills every process as soon as both pages were asked for. */
  const killed = async (begin) => {
    const waiting = new Set(["/background", "/snap"]);
    asked = (path) => {
      waiting.delete(path);
      return true;
    };
    begin();
    await until(() => waiting.size === 0);
    const processes = descendantsOf(service.npm.pid);
    for (const { pid } of [service.npm, ...processes]) kill(pid);
    await until(() => survivorsOf(processes).length === 0);
    asked = undefined;
  };

  test("a background capture is done within seconds", async () => {
    const startedAt = Date.now();
    const shots = async () => {
      const answer = await fetch(`${service.origin}/screenshots?access_token=${KEY}`);
      return (await answer.json()).screenshots;
    };
    await until(async () => (await shots()).length > 0);
    expect(Date.now() - startedAt).toBeLessThan(30_000);
  });

  test("a snap leads nobody any more", async () => {
    const startedAt = Date.now();
    expect((await post("/snap", `url=${origin}/snap`)).status).toBe(200);
    expect(Date.now() - startedAt).toBeLessThan(20_000);
  });
});

const isRuntime = ({ command }) => basename(command) === "workerd";
const runtimeOf = ({ npm }) => descendantsOf(npm.pid).find(isRuntime);

test("a runtime that dies is started again on the same data; one that goes on dying ends the server", async () => {
  const service = await startService();
  try {
    expect((await fetch(service.line)).headers.get("X-Cache")).toBe("MISS");
    const lost = descendantsOf(service.npm.pid).filter(({ command }) => /chrom/i.test(command));
    kill(runtimeOf(service).pid);
    let again;
    await until(async () => {
      again = await fetch(service.line).catch(() => undefined);
      return again !== undefined;
    });
    expect(again.headers.get("X-Cache")).toBe("HIT");
    await until(() => survivorsOf(lost).length === 0);
    expect((await fetch(`${service.line}&ttl=0`)).status).toBe(200);

    const processes = descendantsOf(service.npm.pid);
    await until(async () => {
      const isUp = await fetch(`${service.origin}/placeholder.png`).catch(() => undefined);
      const runtime = isUp && runtimeOf(service);
      if (runtime) kill(runtime.pid);
      return service.npm.exitCode !== null;
    });
    expect(service.npm.exitCode).toBe(1);
    expect(service.output.text).toContain("died 3 times within a minute: the server ends.");
    await until(() => survivorsOf(processes).length === 0);
  } finally {
    service.npm.kill("SIGTERM");
    await service.forget();
  }
});

describe("nothing is left behind by", () => {
  test.each([
    ["SIGINT to npm", (npm) => npm.kill("SIGINT")],
    ["SIGTERM to npm", (npm) => npm.kill("SIGTERM")],
    ["the sudden death of npm", (npm) => npm.kill("SIGKILL")],
  ])("%s", async (_, end) => {
    const service = await startService();
    try {
      await fetch(service.line);
      const processes = descendantsOf(service.npm.pid);
      expect(processes.map(({ command }) => command).join()).toMatch(/workerd.*chrom/is);
      end(service.npm);
      await until(() => survivorsOf(processes).length === 0);
      await service.exit;
    } finally {
      service.npm.kill("SIGTERM");
      await service.forget();
    }
  });
});
