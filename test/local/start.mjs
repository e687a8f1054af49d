import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePorts } from "../support/ports.mjs";
import { expectNothingLeft } from "./nothing-left.mjs";
import { npmStart, startService, stopService, until } from "./service.mjs";
import { testBrowsers } from "./service-browsers.mjs";
import { testSmoke } from "./smoke.mjs";

const KEY = "dev-private-key";

describe("npm start", () => {
  let service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => stopService(service));

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
  /** Whether a picture shows the coral tile of the demo site. */
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

  test("accepts the development key in the first answer", () => {
    expect(service.firstStatus).toBe(200);
  });

  test("prints a command that takes a picture; its second answer comes from the cache", async () => {
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

  test("serves the pictures of a configuration until it is deleted", async () => {
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

  test("refuses a foreign host name that resolves to this machine, whatever header of the local server is sent", async () => {
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

  test("still answers after clients broke off their uploads", async () => {
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

  test("ends with one sentence if its port is taken", async () => {
    const second = npmStart(service.variables);
    expect(await second.exit).toBe(1);
    expect(second.output.text).toContain(`Port ${service.variables.PORT} is taken: set PORT`);
    expect(second.output.text).not.toMatch(/^\s+at /m);
  });

  test.each([
    [
      "another server uses its data",
      {},
      /Another server keeps its data in \S+: end it, or set DATA_DIR/,
    ],
    [
      "CHROME_PATH is no program",
      { CHROME_PATH: "/no/such/browser", DATA_DIR: join(tmpdir(), "pagepixels-no-browser") },
      /CHROME_PATH is \/no\/such\/browser, but there is no program/,
    ],
    [
      "its data folder cannot be created",
      { DATA_DIR: join("package.json", "data") },
      /package\.json\/data cannot hold the data \(there is a file in its way\): set DATA_DIR/,
    ],
  ])("ends with one sentence if %s", async (_, variables, sentence) => {
    const [PORT, DEMO_PORT] = (await freePorts(2)).map(String);
    const second = npmStart({ ...service.variables, PORT, DEMO_PORT, ...variables });
    expect(await second.exit).toBe(1);
    expect(second.output.text).toMatch(sentence);
    expect(second.output.text).not.toMatch(/^\s+at /m);
  });

  describe("a browser of the service", () => testBrowsers(() => service));
  describe("npm run smoke", () => testSmoke(() => service));

  test("leaves no process behind when npm is killed", async () => {
    expect((await fetch(`${service.line}&ttl=0`)).status).toBe(200);
    await expectNothingLeft(service, "SIGKILL");
  });
});
