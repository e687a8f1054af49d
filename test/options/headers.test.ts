import { describe, expect, test } from "vitest";
import { at, page, redirect, script } from "../support/pages";
import { newRecord } from "../support/records";
import { newCamera } from "../support/shots";

const camera = await newCamera();
const THIRD = "third.example.com";

const headers = { "X-Probe": "yes", Authorization: "Bearer mine" };
const PROBES = ["x-probe", "authorization"] as const;
const SENT = ["yes", "Bearer mine"];
const NOT_SENT = [undefined, undefined];

async function probesOf(record: ReturnType<typeof newRecord>, who: string) {
  const received = await record.of(who);
  expect(received, `${who} was not requested`).toBeDefined();
  return PROBES.map((name) => received?.headers[name]);
}

describe.concurrent("headers are sent", () => {
  const record = newRecord();
  const as = (who: string, address = "/empty") => record.as(who, address);
  const worker = script(`fetch("${as("worker")}").finally(() => postMessage(0))`);
  const told = "() => { if (--left === 0) document.body.id = 'told'; }";
  const capturing = camera.see(
    as(
      "page",
      page(`<img src="${as("image")}"><script>
        let left = 3;
        fetch("${as("fetch")}").finally(${told});
        new Worker("${worker}").onmessage = ${told};
        fetch("${at(THIRD, as("third fetch"))}").finally(${told});
      </script>
      <img src="${at(THIRD, as("third image"))}"><iframe src="${at(THIRD, as("third frame"))}"></iframe>
      <img src="${as("redirected image", redirect(302, at(THIRD, as("target of the redirect"))))}">`),
    ),
    { headers, wait_for: "#told" },
  );

  test.each(["page", "image", "fetch", "worker", "redirected image"])(
    "to the origin of the page: %s",
    async (who) => {
      await capturing;
      expect(await probesOf(record, who)).toEqual(SENT);
    },
  );

  test.each(["third fetch", "third image", "third frame", "target of the redirect"])(
    "to no other origin: %s",
    async (who) => {
      await capturing;
      expect(await probesOf(record, who)).toEqual(NOT_SENT);
    },
  );
});

test.concurrent("headers follow a redirect to the same origin, not one to another origin", async () => {
  const record = newRecord();
  const third = at(THIRD, record.as("third", "/quarters"));
  const second = record.as("second", redirect(307, third));
  await camera.see(record.as("first", redirect(302, second)), { headers });
  expect(await probesOf(record, "first")).toEqual(SENT);
  expect(await probesOf(record, "second")).toEqual(SENT);
  expect(await probesOf(record, "third")).toEqual(NOT_SENT);
});

test.concurrent.each([
  ["Accept", "text/x-probe"],
  ["Accept-Language", "tlh"],
  ["User-Agent", "Probe/1.0"],
  ["Referer", "http://elsewhere.example.com/"],
  ["Cookie", "flavour=header"],
])("a header replaces the %s of the browser", async (name, value) => {
  const record = newRecord();
  await camera.see(record.as("page", "/quarters"), { headers: [{ name, value }] });
  expect((await record.of("page"))?.headers[name.toLowerCase()]).toBe(value);
});

test.concurrent("without the option a page is requested with the headers of the browser", async () => {
  const record = newRecord();
  await camera.see(record.as("page", "/quarters"));
  expect((await record.of("page"))?.headers["accept"]).toMatch(/^text\/html/);
});
