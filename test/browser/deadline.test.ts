import { env } from "cloudflare:workers";
import puppeteer from "@cloudflare/puppeteer";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { openTransport } from "../../src/browser/sessions/transport";
import { eventually } from "../support/eventually";
import { at, page } from "../support/pages";
import { newRecord } from "../support/records";
import { amountOf } from "../support/shots";
import { newStudio } from "../support/studio";

const studio = await newStudio();
afterAll(studio.close);

const RED_BODY = '<body style="background: #f00">';
const ALL = 400 * 300;

async function expectNextCaptureToWork() {
  const { image } = await studio.take(page(RED_BODY));
  expect(await amountOf("ff0000", image)).toBe(ALL);
}

describe("a page that never comes to an end is a timeout, and the next capture works", () => {
  afterEach(expectNextCaptureToWork);

  const LOOP = "<script>for (;;);</script>";

  test.each([
    ["a script loops for ever", page(`${RED_BODY}${LOOP}`), {}],
    ["a frame's script does", page(`${RED_BODY}<iframe srcdoc="${LOOP}"></iframe>`), {}],
    [
      "a handler of load does",
      page(`${RED_BODY}<script>onload = () => { for (;;); }</script>`),
      {},
    ],
    ["js_inject does", page(RED_BODY), { js_inject: "for (;;);" }],
    ["its server never answers", "/hang", {}],
    ["what is waited for never comes", page(RED_BODY), { wait_for: "#never" }],
    ["it opens a dialog again and again", page("<script>for (;;) alert();</script>"), {}],
  ])("since %s", async (_, address, options) => {
    expect(await studio.outcome(address, options, { timeoutMs: 3_000 })).toMatchObject({
      reason: "timeout",
      note: expect.stringMatching(/^Gave up after 3 s while \S/),
    });
  });
});

describe("a dialog does not hold the page up", () => {
  const then = 'document.body.style.background = "#f00";';

  test.each([
    ["alert", "alert(1);"],
    ["three alerts", "for (let n = 0; n < 3; n++) alert(n);"],
    ["confirm, which is not agreed to", "if (confirm()) throw 1;"],
    ["prompt, which is not answered", "if (prompt() !== null) throw 1;"],
    ["print", "print();"],
  ])("%s", async (_, code) => {
    const { image } = await studio.take(page(`<body><script>${code} ${then}</script>`));
    expect(await amountOf("ff0000", image)).toBe(ALL);
  });

  test("in a frame of another site", async () => {
    const style = "position: fixed; inset: 0; width: 400px; height: 300px; border: 0";
    const frame = at("other.example.org", page(`<body><script>alert(); ${then}</script>`));
    const { image } = await studio.take(page(`<iframe style="${style}" src="${frame}"></iframe>`));
    expect(await amountOf("ff0000", image)).toBe(ALL);
  });

  test("before the page is left", async () => {
    const staying = page(`<script>onbeforeunload = (event) => event.preventDefault()</script>`);
    const js_inject = `location.href = ${JSON.stringify(page(RED_BODY))}`;
    const { image } = await studio.take(staying, { js_inject });
    expect(await amountOf("ff0000", image)).toBe(ALL);
  });
});

test.each([
  ["an element", { wait_for: "#never" }],
  ["an action's element", { multi_step_actions: [{ type: "click", selector: "#never" }] }],
])("a browser that dies while %s is waited for is not the page's fault", async (_, options) => {
  const doomed = await newStudio();
  const record = newRecord();
  const taking = doomed.take(page(`<img src="${record.as("image", "/empty")}">`), options);
  const ended = expect(taking).rejects.toThrow("The browser session is gone");
  await eventually(async () => expect(await record.who()).toEqual(["image"]));
  await doomed.close();
  await ended;
});

test("eight workers of a page run at a time, the others in their place", async () => {
  const code = `new Blob(["postMessage(0)"])`;
  const script = `const workers = [], told = [];
    let most;
    const endThoseThatRun = () => {
      most = told.length;
      for (const n of told) workers[n].terminate();
    };
    for (let n = 0; n < 12; n++) {
      workers[n] = new Worker(URL.createObjectURL(${code}));
      workers[n].onmessage = () => {
        told.push(n);
        if (told.length === 8) setTimeout(endThoseThatRun, 1_000);
        if (told.length < 12) return;
        document.body.style.background = most === 8 ? "#f00" : "#00f";
        document.body.id = "all";
      };
    }`;
  const address = page(`<body><script>${script}</script>`);
  const { image } = await studio.take(address, { wait_for: "#all" });
  expect(await amountOf("ff0000", image)).toBe(ALL);
});

test.each([
  [
    "workers",
    `for (let n = 0; n < 100; n++) new Worker("data:text/javascript,")`,
    "Too many workers.",
  ],
  [
    "audio contexts",
    `for (let n = 0; n < 7; n++) new OfflineAudioContext(1, 1, 48_000)`,
    "Too many audio contexts.",
  ],
  [
    "addresses of its history",
    `history.pushState(0, "", "#" + "x".repeat(1e6)); throw Error(location.hash.length)`,
    "0",
  ],
  [
    "parts of itself to go to",
    `for (let n = 0; n < 1_000; n++) location.hash = n; throw Error(location.hash === "#999")`,
    "false",
  ],
])("a page cannot have endless %s", async (_, code, message) => {
  const script = `try { ${code} } catch (error) {
    if (error.message === ${JSON.stringify(message)}) document.body.style.background = "#f00" }`;
  const { image } = await studio.take(page(`<body><script>${script}</script>`));
  expect(await amountOf("ff0000", image)).toBe(ALL);
});

const APPEND_FRAME = 'document.body.appendChild(document.createElement("iframe"))';

test.each([
  ["of more than a hundred frames", "at a time", `for (let n = 0; n < 101; n++) ${APPEND_FRAME}`],
  [
    "whose frames come and go",
    "more than 300",
    `for (let n = 0; n < 301; n++) ${APPEND_FRAME}.remove()`,
  ],
  [
    "with frames of many hosts",
    "hosts",
    `for (let n = 0; n < 40; n++)
      ${APPEND_FRAME}.src = "http://host" + n + ".example.com:" + location.port + "/quarters"`,
  ],
  [
    "that sends a frame on again and again",
    "navigated a frame more than 30 times",
    `const frame = ${APPEND_FRAME}; for (let n = 0; n < 100; n++) frame.src = "/quarters?" + n`,
  ],
])("a page %s is page_too_busy", async (_, note, script) => {
  expect(await studio.outcome(page(`<body><script>${script}</script>`))).toMatchObject({
    reason: "page_too_busy",
    note: expect.stringContaining(note),
  });
});

test("a page of a hundred frames has a picture", async () => {
  const script = `for (let n = 0; n < 100; n++) ${APPEND_FRAME}.style.display = "none"`;
  const { image } = await studio.take(page(`${RED_BODY}<script>${script}</script>`));
  expect(await amountOf("ff0000", image)).toBe(ALL);
});

test("of frames of other sites at most eight load at a time", async () => {
  const record = newRecord();
  const frame = (n: number) => {
    const script = `<script src="${record.as(`frame ${n}`, "/hang")}"></script>`;
    return `<iframe src="${at(`site${n}.com`, page(script))}"></iframe>`;
  };
  const frames = Array.from({ length: 10 }, (_, n) => frame(n));
  await studio.outcome(page(frames.join("")), {}, { timeoutMs: 4_000 });
  const { length } = await record.who();
  expect(length).toBeGreaterThan(0);
  expect(length).toBeLessThanOrEqual(8);
});

test("a page whose renderer dies is page_crashed, and the next capture works", async () => {
  const record = newRecord();
  const address = page(`<img src="${record.as("image", "/hang")}">`);
  const outcome = studio.outcome(address);
  await eventually(async () => expect(await record.who()).toEqual(["image"]));
  await crashThePage();
  expect(await outcome).toMatchObject({ reason: "page_crashed" });
  await expectNextCaptureToWork();
});

/** Another client of the session ends the renderer of the page that is being captured. */
async function crashThePage() {
  const transport = await openTransport(env.BROWSER, studio.sessionId);
  const isBrowser = (target: { type(): string }) => target.type() === "browser";
  const browser = await puppeteer.connect({ transport, targetFilter: isBrowser });
  const client = await browser.target().createCDPSession();
  const { targetInfos } = await client.send("Target.getTargets");
  const target = targetInfos.find(({ url }) => url.includes("/as/text/html"));
  const { sessionId } = await client.send("Target.attachToTarget", {
    targetId: target?.targetId ?? "",
    flatten: true,
  });
  // Nobody is left to answer.
  void client
    .connection()
    ?.session(sessionId)
    ?.send("Page.crash")
    .catch(() => undefined);
  await eventually(async () => {
    const { targetInfos } = await client.send("Target.getTargets");
    expect(targetInfos.map(({ targetId }) => targetId)).not.toContain(target?.targetId);
  });
  await browser.disconnect();
}
