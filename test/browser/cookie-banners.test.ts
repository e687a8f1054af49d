import { afterAll, describe, expect, type TestContext, test } from "vitest";
import { autoconsentScript } from "../../src/browser/consent/autoconsent";
import { hideBanners } from "../../src/browser/consent/hide-banners";
import { newAccount, pixels, site, snap } from "../support/api";
import { inContext } from "../support/browser";
import { expectColours } from "../support/colours";
import { sharesOf, WINDOW } from "../support/consent";
import { newStudio } from "../support/studio";

const studio = await newStudio();
afterAll(studio.close);

type Options = Record<string, string | number | boolean>;

/** Captures a page of test/pages/consent. */
function take(page: string, options: Options) {
  return studio.take(`/consent/${page}`, { ...WINDOW, ...options });
}

/** Captures a page of test/pages/consent without the option and with it. */
async function captureTwice(page: string, options: Options = {}, task?: TestContext["task"]) {
  const capture = async (no_cookie_banners: boolean) =>
    sharesOf((await take(page, { ...options, no_cookie_banners })).image);
  const [before, after] = await Promise.all([capture(false), capture(true)]);
  if (task) task.meta.cookieBanner = { page, before, after };
  return { before, after };
}

const WHOLE_PAGE = { page: 100, banner: 0 };

describe("a banner is visible without no_cookie_banners and hidden with it", () => {
  test.for<[page: string, options?: Options]>([
    // These fade in. The last one loads files first.
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

test.concurrent("/snap hides a banner with no_cookie_banners=true", async () => {
  const { key } = await newAccount();
  const picture = await snap(key, "/consent/bottom-bar", { ...WINDOW, no_cookie_banners: true });
  expect(await sharesOf(await picture.bytes())).toEqual(WHOLE_PAGE);
});

describe("an element that is not a banner stays visible", () => {
  test.for(["newsletter", "article", "sticky-header", "login", "chat", "bakery", "blank-without"])(
    "%s",
    async (page, { task }) => {
      const { before, after } = await captureTwice(page, {}, task);
      expect(before.banner).toBeGreaterThan(5);
      expect(after).toEqual(before);
    },
  );
});

describe("a banner is also hidden with disable_js", () => {
  test.for(["bottom-bar", "overlay", "in-flow", "german", "french"])("%s", async (page) => {
    const { before, after } = await captureTwice(page, { disable_js: true });
    expect(before.banner).toBeGreaterThan(5);
    expect(after).toEqual(WHOLE_PAGE);
  });
});

test.concurrent("a page whose scrolling the banner locked is captured in full", async () => {
  const { image } = await take("overlay", { fullpage: true, no_cookie_banners: true });
  const seen = await pixels(image, [
    [400, 10],
    [400, 2_790],
    [400, 2_990],
  ]);
  expect(seen.height).toBe(3_000);
  expectColours(seen.colours, [
    [0, 192, 0],
    [0, 192, 0],
    [0, 0, 255],
  ]);
});

test.concurrent("a modal banner is closed, so that it does not block clicks", async () => {
  const isOpen = 'document.querySelector("dialog:modal") !== null';
  expect(await isTrueInPage("modal-dialog", isOpen, { no_cookie_banners: false })).toBe(true);
  expect(await isTrueInPage("modal-dialog", isOpen, { no_cookie_banners: true })).toBe(false);
});

describe.concurrent("a known library gets a refusal", () => {
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

describe("the script has the rules of the site of the page only", () => {
  test.for<[url: string, hasRule: boolean]>([
    ["https://www.delta.com/flights", true],
    ["http://delta.com/", true],
    ["https://example.com/", false],
  ])("%s", ([url, hasRule]) => {
    expect(autoconsentScript(url).includes('"delta.com"')).toBe(hasRule);
  });
});

test.concurrent("a page finds only a non-enumerable property of the script, and nothing without the option", async () => {
  const traces = (names: string) => `${names}.some((name) => /^autoconsent|^__consent/.test(name))`;
  const listed = traces("Object.keys(window)");
  const all = traces("Object.getOwnPropertyNames(window)");
  expect(await isTrueInPage("klaro", listed, { no_cookie_banners: true })).toBe(false);
  expect(await isTrueInPage("klaro", all, { no_cookie_banners: true })).toBe(true);
  expect(await isTrueInPage("klaro", all, { no_cookie_banners: false })).toBe(false);
});

/** Whether an expression is true in a page after its banners are removed. The page shows it by its colour. */
async function isTrueInPage(page: string, expression: string, options: Options): Promise<boolean> {
  const js_inject = `const colour = ${expression} ? "#0000ff" : "#ff0000";
    document.body.innerHTML = "";
    document.documentElement.style.background = document.body.style.background = colour;`;
  const { image } = await take(page, { ...options, js_inject });
  const { colours } = await pixels(image, [[400, 300]]);
  return colours[0]?.[2] === 255;
}

test("a rule that waits without end delays the capture by two seconds, not ten", async () => {
  const { navigateMs } = await take("stuck", { no_cookie_banners: true });
  expect(navigateMs).toBeGreaterThan(2_000);
  expect(navigateMs).toBeLessThan(8_000);
});

test.concurrent("a page in which the search for banners fails is captured with its banner", async () => {
  const { after } = await captureTwice("hostile");
  expect(after.banner).toBeGreaterThan(5);
});

test("a banner is recognised in 22 languages", async () => {
  const languages = "cs da de el en es fi fr hu it ja nb nl pl pt ro ru sk sv tr uk zh".split(" ");
  // One page without the rest of a capture, to be quick.
  await inContext(studio.sessionId, async ({ context }) => {
    const page = await context.newPage();
    await page.setViewport({ width: WINDOW.page_width, height: WINDOW.page_height });
    const shares = async () => sharesOf(await page.screenshot());
    for (const language of languages) {
      await page.goto(`${site}/consent/language?${language}`);
      expect.soft((await shares()).banner, language).toBeGreaterThan(5);
      await hideBanners(page);
      expect.soft(await shares(), language).toEqual(WHOLE_PAGE);
    }
  });
});
