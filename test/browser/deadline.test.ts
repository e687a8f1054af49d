import { afterAll, afterEach, describe, expect, test } from "vitest";
import { crashPage } from "../support/browser";
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

describe("a page that does not finish fails as timeout, and the next capture works", () => {
  afterEach(expectNextCaptureToWork);

  const LOOP = "<script>for (;;);</script>";
  const LOADING = "waiting for the page to load";

  test.each<[string, string, Record<string, string>, activity: string]>([
    ["a script loops without end", page(`${RED_BODY}${LOOP}`), {}, LOADING],
    [
      "the script of a frame loops without end",
      page(`${RED_BODY}<iframe srcdoc="${LOOP}"></iframe>`),
      {},
      LOADING,
    ],
    [
      "a load handler loops without end",
      page(`${RED_BODY}<script>onload = () => { for (;;); }</script>`),
      {},
      LOADING,
    ],
    [
      "js_inject loops without end",
      page(RED_BODY),
      { js_inject: "for (;;);" },
      "running js_inject",
    ],
    ["its server never answers", "/hang", {}, "waiting for the page's server to answer"],
    ["wait_for never matches", page(RED_BODY), { wait_for: "#never" }, "waiting for #never"],
    ["it opens dialogs without end", page("<script>for (;;) alert();</script>"), {}, LOADING],
  ])("%s", async (_, address, options, activity) => {
    expect(await studio.outcome(address, options, { timeoutMs: 2_000 })).toMatchObject({
      reason: "timeout",
      note: `Gave up after 2 s while ${activity}.`,
    });
  });
});

describe("a dialog does not stop the page", () => {
  const then = 'document.body.style.background = "#f00";';

  test.each([
    ["alert", "alert(1);"],
    ["three alerts", "for (let n = 0; n < 3; n++) alert(n);"],
    ["confirm, which is dismissed", "if (confirm()) throw 1;"],
    ["prompt, which is dismissed", "if (prompt() !== null) throw 1;"],
    ["print", "print();"],
  ])("%s", async (_, code) => {
    const { image } = await studio.take(page(`<body><script>${code} ${then}</script>`));
    expect(await amountOf("ff0000", image)).toBe(ALL);
  });

  test("in a cross-site frame", async () => {
    const style = "position: fixed; inset: 0; width: 400px; height: 300px; border: 0";
    const frame = at("other.example.org", page(`<body><script>alert(); ${then}</script>`));
    const { image } = await studio.take(page(`<iframe style="${style}" src="${frame}"></iframe>`));
    expect(await amountOf("ff0000", image)).toBe(ALL);
  });

  test("beforeunload", async () => {
    const staying = page(`<script>onbeforeunload = (event) => event.preventDefault()</script>`);
    const js_inject = `location.href = ${JSON.stringify(page(RED_BODY))}`;
    const { image } = await studio.take(staying, { js_inject });
    expect(await amountOf("ff0000", image)).toBe(ALL);
  });
});

test.each([
  ["wait_for", { wait_for: "#never" }],
  ["the element of an action", { multi_step_actions: [{ type: "click", selector: "#never" }] }],
])(
  "a browser that ends during the wait for %s is a lost session, not a failure of the page",
  async (_, options) => {
    const ending = await newStudio();
    const record = newRecord();
    const taking = ending.take(page(`<img src="${record.as("image", "/empty")}">`), options);
    const ended = expect(taking).rejects.toThrow("The browser session is gone");
    await eventually(async () => expect(await record.who()).toEqual(["image"]));
    await ending.close();
    await ended;
  },
);

test("a page runs eight workers at a time, and the others when these end", async () => {
  const code = `new Blob(["postMessage(0)"])`;
  const script = `const workers = [], started = [];
    let most;
    const endStarted = () => {
      most = started.length;
      for (const n of started) workers[n].terminate();
    };
    for (let n = 0; n < 12; n++) {
      workers[n] = new Worker(URL.createObjectURL(${code}));
      workers[n].onmessage = () => {
        started.push(n);
        if (started.length === 8) setTimeout(endStarted, 1_000);
        if (started.length < 12) return;
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
    "the number of workers",
    `for (let n = 0; n < 100; n++) new Worker("data:text/javascript,")`,
    "Too many workers.",
  ],
  [
    "the number of audio contexts",
    `for (let n = 0; n < 7; n++) new OfflineAudioContext(1, 1, 48_000)`,
    "Too many audio contexts.",
  ],
  [
    "the length of its URL in the history",
    `history.pushState(0, "", "#" + "x".repeat(1e6)); throw Error(location.hash.length)`,
    "0",
  ],
  [
    "navigations to its own fragments",
    `for (let n = 0; n < 1_000; n++) location.hash = n; throw Error(location.hash === "#999")`,
    "false",
  ],
])("a page is limited in %s", async (_, code, message) => {
  const script = `try { ${code} } catch (error) {
    if (error.message === ${JSON.stringify(message)}) document.body.style.background = "#f00" }`;
  const { image } = await studio.take(page(`<body><script>${script}</script>`));
  expect(await amountOf("ff0000", image)).toBe(ALL);
});

const APPEND_FRAME = 'document.body.appendChild(document.createElement("iframe"))';

test.each([
  ["with more than 100 frames", "at a time", `for (let n = 0; n < 101; n++) ${APPEND_FRAME}`],
  [
    "that adds and removes more than 300 frames",
    "more than 300",
    `for (let n = 0; n < 301; n++) ${APPEND_FRAME}.remove()`,
  ],
  [
    "with frames from many hosts",
    "hosts",
    `for (let n = 0; n < 40; n++)
      ${APPEND_FRAME}.src = "http://host" + n + ".example.com:" + location.port + "/quarters"`,
  ],
  [
    "that navigates a frame more than 30 times",
    "navigated a frame more than 30 times",
    `const frame = ${APPEND_FRAME}; for (let n = 0; n < 100; n++) frame.src = "/quarters?" + n`,
  ],
])("a page %s is page_too_busy", async (_, note, script) => {
  expect(await studio.outcome(page(`<body><script>${script}</script>`))).toMatchObject({
    reason: "page_too_busy",
    note: expect.stringContaining(note),
  });
});

test("a page with 100 frames is captured", async () => {
  const script = `for (let n = 0; n < 100; n++) ${APPEND_FRAME}.style.display = "none"`;
  const { image } = await studio.take(page(`${RED_BODY}<script>${script}</script>`));
  expect(await amountOf("ff0000", image)).toBe(ALL);
});

test("at most eight cross-site frames load at a time", async () => {
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

test("a page whose renderer crashes fails as page_crashed, and the next capture works", async () => {
  const record = newRecord();
  const address = page(`<img src="${record.as("image", "/hang")}">`);
  const outcome = studio.outcome(address);
  await eventually(async () => expect(await record.who()).toEqual(["image"]));
  await crashPage(studio.sessionId);
  expect(await outcome).toMatchObject({ reason: "page_crashed" });
  await expectNextCaptureToWork();
});
