import { env } from "cloudflare:workers";
import type { Page } from "@cloudflare/puppeteer";
import { afterAll, beforeAll, describe, expect, type TestContext, test } from "vitest";
import { autoconsentScript } from "../../src/browser/consent/autoconsent";
import { hideBanners } from "../../src/browser/consent/hide-banners";
import { closeSession } from "../../src/browser/sessions/session";
import { newAccount, pixels, site, snap } from "../support/api";
import { inContext, newSession } from "../support/browser";
import { expectColours } from "../support/colours";
import { sharesOf, WINDOW } from "../support/consent";

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

type Options = Record<string, string | number | boolean>;

/** Captures a page of test/pages/consent without the option and with it. */
async function captureTwice(page: string, options: Options = {}, task?: TestContext["task"]) {
  const capture = async (no_cookie_banners: boolean) =>
    sharesOf(await snap(key, `/consent/${page}`, { ...WINDOW, ...options, no_cookie_banners }));
  const [before, after] = await Promise.all([capture(false), capture(true)]);
  if (task) task.meta.cookieBanner = { page, before, after };
  return { before, after };
}

const WHOLE_PAGE = { page: 100, banner: 0 };

describe("a banner is there without no_cookie_banners, and gone with it", () => {
  test.for<[page: string, options?: Options]>([
    // These fade in; the last one loads its parts first.
    ["vanilla-cookieconsent", { wait: 1_000 }],
    ["cookieconsent", { wait: 1_000 }],
    ["tarteaucitron", { wait_for: "#tarteaucitronAlertBig[style*=opacity]", wait: 1_000 }],
    ["klaro"],
    ["orejime"],
    ["strict-policy"],
    ["bottom-bar"],
    ["overlay"],
    ["modal-dialog"],
    ["shadow-root"],
    ["late", { wait: 1_000 }],
    ["in-flow"],
    ["framed"],
    ["app"],
    ["german"],
    ["french"],
  ])("%s", async ([page, options], { task }) => {
    const { before, after } = await captureTwice(page, options, task);
    expect(before.banner).toBeGreaterThan(5);
    expect(after).toEqual(WHOLE_PAGE);
  });
});

describe("what is no banner survives", () => {
  test.for([
    ...["newsletter", "article", "sticky-header", "login", "chat", "bakery"],
    "blank-without",
  ])("%s", async (page, { task }) => {
    const { before, after } = await captureTwice(page, {}, task);
    expect(before.banner).toBeGreaterThan(5);
    expect(after).toEqual(before);
  });
});

describe("without the page's scripts a banner is hidden too", () => {
  test.for(["bottom-bar", "overlay", "in-flow", "german", "french"])("%s", async (page) => {
    const { before, after } = await captureTwice(page, { disable_js: true });
    expect(before.banner).toBeGreaterThan(5);
    expect(after).toEqual(WHOLE_PAGE);
  });
});

test("a page that a banner had locked is captured to its end", async () => {
  const options = { ...WINDOW, fullpage: true, no_cookie_banners: true };
  const image = await pixels(await snap(key, "/consent/overlay", options), [
    [400, 10],
    [400, 2_790],
    [400, 2_990],
  ]);
  expect(image.height).toBe(3_000);
  expectColours(image.colours, [
    [0, 192, 0],
    [0, 192, 0],
    [0, 0, 255],
  ]);
});

test("a modal dialog that went no longer keeps clicks from the page", async () => {
  const isOpen = 'document.querySelector("dialog:modal") !== null';
  expect(await isTrueInPage("modal-dialog", isOpen, { no_cookie_banners: false })).toBe(true);
  expect(await isTrueInPage("modal-dialog", isOpen, { no_cookie_banners: true })).toBe(false);
});

describe("a known library is told no", () => {
  const COOKIE = {
    "vanilla-cookieconsent": '"categories":["necessary"]',
    cookieconsent: "cookieconsent_status=deny",
    klaro: 'klaro={"matomo":false}',
    "at-load": "told=no",
  };

  test.for(Object.entries(COOKIE))("%s", async ([page, cookie]) => {
    const says = `decodeURIComponent(document.cookie).includes(${JSON.stringify(cookie)})`;
    expect(await isTrueInPage(page, says, { no_cookie_banners: true })).toBe(true);
    expect(await isTrueInPage(page, says, { no_cookie_banners: false })).toBe(false);
  });
});

describe("the script holds the rules of the page's site, and not those of others", () => {
  test.for<[url: string, hasRule: boolean]>([
    ["https://www.delta.com/flights", true],
    ["http://delta.com/", true],
    ["https://example.com/", false],
  ])("%s", ([url, hasRule]) => {
    expect(autoconsentScript(url).includes('"delta.com"')).toBe(hasRule);
  });
});

test("a page sees nothing of the script but an unlisted property, and other captures not even that", async () => {
  const traces = (names: string) => `${names}.some((name) => /^autoconsent|^__consent/.test(name))`;
  const listed = traces("Object.keys(window)");
  const all = traces("Object.getOwnPropertyNames(window)");
  expect(await isTrueInPage("klaro", listed, { no_cookie_banners: true })).toBe(false);
  expect(await isTrueInPage("klaro", all, { no_cookie_banners: true })).toBe(true);
  expect(await isTrueInPage("klaro", all, { no_cookie_banners: false })).toBe(false);
});

/** Whether an expression is true in a page once its banners are removed: then the page is painted blue. */
async function isTrueInPage(page: string, expression: string, options: Options): Promise<boolean> {
  const js_inject = `const colour = ${expression} ? "#0000ff" : "#ff0000";
    document.body.innerHTML = "";
    document.documentElement.style.background = document.body.style.background = colour;`;
  const image = await snap(key, `/consent/${page}`, { ...WINDOW, ...options, js_inject });
  const { colours } = await pixels(image, [[400, 300]]);
  return colours[0]?.[2] === 255;
}

test("a rule that waits for what never comes holds the capture up for two seconds, not ten", async () => {
  const response = await snap(key, "/consent/stuck", { ...WINDOW, no_cookie_banners: true });
  const navigateMs = /navigate;dur=(\d+)/.exec(response.headers.get("Server-Timing") ?? "")?.[1];
  expect(Number(navigateMs)).toBeGreaterThan(2_000);
  expect(Number(navigateMs)).toBeLessThan(8_000);
});

test("a page in which the search fails is captured with its banner", async () => {
  const { after } = await captureTwice("hostile");
  expect(after.banner).toBeGreaterThan(5);
});

describe("a banner is recognised in", () => {
  // Pages of one session, without the rest of a capture. One that nobody uses ends after a minute.
  let session: string;
  beforeAll(async () => {
    session = await newSession();
  });
  afterAll(() => closeSession(env.BROWSER, session));

  const LANGUAGES = "cs da de el en es fi fr hu it ja nb nl pl pt ro ru sk sv tr uk zh".split(" ");

  test.for(LANGUAGES)("%s", async (language) => {
    await inContext(session, async ({ context }) => {
      const page = await context.newPage();
      await page.setViewport({ width: WINDOW.page_width, height: WINDOW.page_height });
      await page.goto(`${site}/consent/language?${language}`);
      expect((await pictureOf(page)).banner).toBeGreaterThan(5);
      await hideBanners(page);
      expect(await pictureOf(page)).toEqual(WHOLE_PAGE);
    });
  });

  async function pictureOf(page: Page) {
    return sharesOf(new Response(await page.screenshot()));
  }
});
