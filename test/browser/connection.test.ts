import { afterAll, expect, test, vi } from "vitest";
import { capturePage } from "../../src/browser/recipe";
import { withContext } from "../../src/browser/sessions/connect";
import { DrawingFailed, SessionLost } from "../../src/browser/sessions/losses";
import { captureOptions } from "../../src/schemas/options";
import { site } from "../support/api";
import { contextsOf, inContext, placeOn } from "../support/browser";
import { type Tampering, tamperedBrowser } from "../support/connection";
import { eventually } from "../support/eventually";
import { page } from "../support/pages";
import { newRecord } from "../support/records";
import { amountOf } from "../support/shots";
import { newStudio, OPEN } from "../support/studio";

const studio = await newStudio();
afterAll(studio.close);

const RED_BODY = '<body style="background: #f00">';
const SHOT = /"method":"Page.captureScreenshot"/;
const PICTURE = /^\{"id":\d+,"result":\{"data":/;

/** Captures a page over a connection that a test changes. `closings` are the promises that close its context. */
async function captureOver(
  tampering: Tampering | (() => Tampering),
  { address = page(RED_BODY), timeoutMs = 25_000, ...options }: Record<string, unknown> = {},
) {
  const url = new URL(String(address), site).href;
  const parsed = captureOptions.parse({ page_width: 400, page_height: 300, ...options, url });
  const browserBinding = tamperedBrowser(
    typeof tampering === "function" ? tampering : () => tampering,
  );
  const closings: Promise<void>[] = [];
  const connection = {
    ...placeOn(studio.sessionId),
    browserBinding,
    waitUntil: (closing: Promise<void>) => void closings.push(closing),
  };
  const taking = withContext(connection, (workspace) =>
    capturePage(workspace, { options: parsed, policy: OPEN, timeoutMs: Number(timeoutMs) }),
  );
  const outcome = await taking.catch((error: unknown) => error);
  return { outcome, closings };
}

const RED = { image_format: "png" };

test.concurrent("a picture that arrives slowly and delays every other answer does not count as a lost connection", async () => {
  const slow = {
    event: async (message: string) => {
      if (PICTURE.test(message)) await scheduler.wait(6_500);
      return true;
    },
  };
  const { outcome } = await captureOver(slow, { ...RED, page_height: 2_000, page_width: 2_000 });
  expect(await amountOf("ff0000", (outcome as { image: Uint8Array }).image)).toBe(4_000_000);
});

test.concurrent("a socket that closes because a message was too large fails as page_too_busy and is not tried again", async () => {
  const { outcome } = await captureOver({
    event: (message) => (message.includes("Network.responseReceived") ? 1009 : true),
  });
  expect(outcome).toMatchObject({ reason: "page_too_busy", cause: expect.any(SessionLost) });
});

test.concurrent("a large picture whose message was too large fails as image_too_large", async () => {
  const { outcome } = await captureOver(
    { event: (message) => (PICTURE.test(message) ? 1009 : true) },
    { page_width: 3_000, page_height: 2_000 },
  );
  expect(outcome).toMatchObject({ reason: "image_too_large", cause: expect.any(SessionLost) });
});

test.concurrent("a silent connection of a session that answers fails as page_too_busy", async () => {
  let connections = 0;
  let isSilent = false;
  const { outcome } = await captureOver(() => {
    connections += 1;
    if (connections > 1) return {};
    return {
      event: (message) => {
        isSilent ||= message.includes("Network.responseReceived");
        return !isSilent;
      },
    };
  });
  expect(outcome).toMatchObject({ reason: "page_too_busy", cause: expect.any(SessionLost) });
});

test.concurrent("a session that answers on no connection is lost", async () => {
  let isSilent = false;
  const { outcome } = await captureOver({
    event: (message) => {
      isSilent ||= message.includes("Network.responseReceived");
      return !isSilent;
    },
  });
  expect(outcome).toBeInstanceOf(SessionLost);
});

test.concurrent("a session whose connection closes while the page is opened is lost", async () => {
  const { outcome } = await captureOver({
    event: (message) => (message.includes('"result":{"targetId"') ? 1011 : true),
  });
  expect(outcome).toBeInstanceOf(SessionLost);
});

test.concurrent("a screenshot that the browser does not finish is tried again in another session", async () => {
  const { outcome } = await captureOver({ command: (message) => !SHOT.test(message) });
  expect(outcome).toBeInstanceOf(DrawingFailed);
  expect((outcome as DrawingFailed).failure).toMatchObject({ reason: "page_too_busy" });
});

test("a capture does not wait until its context is closed", async () => {
  const { outcome, closings } = await captureOver(
    { command: (message) => !message.includes("Target.disposeBrowserContext") },
    RED,
  );
  expect(outcome).toMatchObject({ width: 400 });
  const closed = vi.fn();
  void Promise.all(closings).then(closed);
  await Promise.resolve();
  expect(closings).toHaveLength(1);
  expect(closed).not.toHaveBeenCalled();
  // The end of the connection closes the context, too.
  await Promise.all(closings);
  await eventually(async () => expect(await contextsOf(studio.sessionId)).toEqual([]));
});

test.concurrent("a page that floods DevTools with events fails as page_too_busy", async () => {
  // A worker can remove the limit of its request rate.
  const worker = `self.setTimeout = (run) => run();
    setInterval(() => { for (let i = 0; i < 500; i++) fetch("data:,x" + i) }, 5)`;
  const flood = `new Worker(URL.createObjectURL(new Blob([${JSON.stringify(worker)}])))`;
  const flooding = await newStudio();
  const outcome = await flooding.outcome(page(`<script>${flood}</script>`), { wait: 20_000 });
  expect(outcome).toMatchObject({ reason: "page_too_busy" });
  expect((outcome as Error).cause).toBeUndefined();
  await flooding.close();
});

test.concurrent.each([
  ["a console line", `console.log("x".repeat(40e6))`],
  ["an error", `Promise.reject("x".repeat(40e6))`],
  [
    "a console line of a worker",
    `new Worker(URL.createObjectURL(new Blob(['console.log("x".repeat(40e6))'])))`,
  ],
])("a page cannot end the connection by %s of 40 MB", async (_, script) => {
  const { outcome } = await captureOver(
    {},
    {
      ...RED,
      address: page(`${RED_BODY}<script>${script}</script>`),
      wait: 1_500,
      // Another test floods the browser at the same time.
      timeoutMs: 100_000,
    },
  );
  expect(outcome).toMatchObject({ width: 400 });
});

test.concurrent("a capture receives no navigation events of a concurrent capture", async () => {
  const long = `setInterval(() => history.pushState(0, "", "/?" + "-concurrent".repeat(100)), 50)`;
  const concurrent = studio.take(page(`<script>${long}</script>`), { wait: 6_000 });
  const heard: string[] = [];
  const { outcome } = await captureOver(
    { event: (message) => heard.push(message) > 0 },
    { ...RED, wait: 1_500 },
  );
  expect(outcome).toMatchObject({ width: 400 });
  expect(heard.filter((message) => message.includes("-concurrent-concurrent"))).toEqual([]);
  await concurrent;
});

test("a renderer that crashes before the server answers fails as page_crashed", async () => {
  const record = newRecord();
  const outcome = studio.outcome(record.as("page", "/hang"));
  await eventually(async () => expect(await record.who()).toEqual(["page"]));
  await inContext(studio.sessionId, async ({ browser }) => {
    const client = await browser.target().createCDPSession();
    const { processInfo } = await client.send("SystemInfo.getProcessInfo");
    const renderers = processInfo.filter(({ type }) => type === "renderer");
    await Promise.all(renderers.map(({ id }) => fetch(`${site}/killed-renderer/${id}`)));
  });
  expect(await outcome).toMatchObject({ reason: "page_crashed" });
});
