import { env } from "cloudflare:workers";
import puppeteer from "@cloudflare/puppeteer";
import { afterAll, expect, test } from "vitest";
import { capturePage } from "../../src/browser/recipe";
import { closeSession } from "../../src/browser/sessions/session";
import { openTransport } from "../../src/browser/sessions/transport";
import { captureOptions } from "../../src/schemas/options";
import { site } from "../support/api";
import { contextsOf, inContext, newSession } from "../support/browser";
import { eventually } from "../support/eventually";

const session = await newSession();
afterAll(() => closeSession(env.BROWSER, session));

const options = captureOptions.parse({ url: `${site}/quarters`, page_width: 400 });

const policy = { allowPrivateNetwork: true, ownHosts: [], checkRemoteAddress: false };

function capture() {
  return inContext(session, (workspace) =>
    capturePage(workspace, { options, policy, timeoutMs: 20_000 }),
  );
}

/** Another client of the session, with a page in a new context. */
async function connectOther() {
  const transport = await openTransport(env.BROWSER, session);
  const browser = await puppeteer.connect({ transport, defaultViewport: null });
  const context = await browser.createBrowserContext();
  await context.newPage();
  return transport;
}

test("a client that does not answer does not delay another one", async () => {
  const frozen = await connectOther();
  frozen.onmessage = () => undefined;
  expect((await capture()).width).toBe(400);
  frozen.close();
});

test("the context of a client that was killed is closed", async () => {
  const killed = await connectOther();
  expect(await contextsOf(session)).toHaveLength(1);
  killed.close();
  await eventually(async () => expect(await contextsOf(session)).toEqual([]));
});

test("a capture closes its context, whether it succeeds or fails", async () => {
  await capture();
  const failing = inContext(session, async ({ context }) => {
    await context.newPage();
    throw new Error("stop here");
  });
  await expect(failing).rejects.toThrow("stop here");
  await eventually(async () => expect(await contextsOf(session)).toEqual([]));
});

test("concurrent captures see only their own targets", async () => {
  const seen = await inContext(session, async ({ context, browser }) => {
    await context.newPage();
    await inContext(session, async (other) => other.context.newPage());
    return browser.targets().filter((target) => target.type() === "page").length;
  });
  expect(seen).toBe(1);
});
