import { beforeAll, describe, expect, test } from "vitest";
import { blocklistOf } from "../../src/browser/guard/blocklist";
import { newAccount, pixels, site, snap } from "../support/api";
import {
  ADVERTISER,
  INNOCENT,
  KINDS,
  REFUSED,
  TRACKER,
  UNSEEN,
  WINDOWS,
} from "../support/blocking-kinds";
import { expectColours } from "../support/colours";

const BOTH = { no_ads: true, no_tracking: true };

describe("the list", () => {
  const wishes = { ...BOTH, url: "https://example.com/" };
  const list = blocklistOf(wishes);

  test.each([
    "doubleclick.net",
    "ad.doubleclick.net",
    "a.b.c.doubleclick.net",
    "doubleclick.net.",
    "DoubleClick.NET",
    "www.googletagmanager.com",
    "connect.facebook.net",
    "bat.bing.com",
    "static.cloudflareinsights.com",
    "t.co",
  ])("holds %s", (host) => {
    expect(list?.blocks(host)).toBe(true);
  });

  test.each([
    "example.com",
    "notdoubleclick.net",
    "doubleclick.net.example.com",
    "doubleclick.network",
    "net",
    "www.bing.com",
    "www.facebook.com",
    "fonts.googleapis.com",
    "ajax.googleapis.com",
    "www.gstatic.com",
    "use.typekit.net",
    "www.youtube.com",
    "player.vimeo.com",
    "maps.googleapis.com",
    "js.stripe.com",
    "www.recaptcha.net",
    "cdn.cookielaw.org",
    "d111111abcdef8.cloudfront.net",
    "s.yimg.com",
    "static.licdn.com",
    "reddit.com",
    "microsoft.co",
    "127.0.0.1",
    "[::1]",
    "localhost",
    "",
  ])("leaves %j out", (host) => {
    expect(list?.blocks(host)).toBe(false);
  });

  test.each([
    ["no_ads", "ad.doubleclick.net", "www.google-analytics.com"],
    ["no_tracking", "www.google-analytics.com", "ad.doubleclick.net"],
  ])("of %s alone holds %s, not %s", (wish, held, other) => {
    const one = blocklistOf({ ...wishes, no_ads: false, no_tracking: false, [wish]: true });
    expect([one?.blocks(held), one?.blocks(other)]).toEqual([true, false]);
  });

  test("is none where nothing is wished", () => {
    expect(blocklistOf({ ...wishes, no_ads: false, no_tracking: false })).toBeNull();
  });

  test("leaves out the site that is captured, and no other", () => {
    const one = blocklistOf({ ...wishes, url: "https://www.hotjar.com/pricing" });
    expect(one?.blocks("static.hotjar.com")).toBe(false);
    expect(one?.blocks("static.hotjar.io")).toBe(true);
  });

  test.each([
    ["http://doubleclick.net/", true],
    ["https://doubleclick.net/path?query", true],
    ["https://ad.doubleclick.net:8443/", true],
    ["https://a.b.doubleclick.net./", true],
    ["https://t.co/x", true],
    ["http://sub.t.co:8080/x", true],
    ["https://reddit.com/", false],
    ["https://www.microsoft.com/", false],
    ["https://fonts.googleapis.com/css2?family=Inter&display=swap", false],
  ])("has %s looked at: %s", (url, expected) => {
    expect(list?.patterns.some((pattern) => matchesPattern(url, pattern))).toBe(expected);
  });
});

/** As Chromium matches: `*` stands for any number of characters, `?` for one or none. */
function matchesPattern(url: string, pattern: string): boolean {
  const parts = pattern.replace(/[.+^${}()|[\]\\/]/g, "\\$&");
  return new RegExp(`^${parts.replaceAll("*", ".*").replaceAll("?", ".?")}$`).test(url);
}

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

describe("requests", () => {
  let reached: Requests;
  let reachedUnblocked: Requests;
  beforeAll(async () => {
    [reached, reachedUnblocked] = await Promise.all([requestsOf(BOTH), requestsOf({})]);
  });

  const kinds = KINDS.filter((kind) => !REFUSED.includes(kind) && !UNSEEN.includes(kind));
  test.each(kinds)("%s reaches an advertiser, but not where it is blocked", (kind) => {
    expect([reachedUnblocked.ads, reached.ads].map((ads) => ads.has(kind))).toEqual([true, false]);
  });

  test.each(REFUSED)("%s never reaches an advertiser", (kind) => {
    expect([reachedUnblocked.ads, reached.ads].map((ads) => ads.has(kind))).toEqual([false, false]);
  });

  test.each(UNSEEN)("%s gets through: the browser pauses none", (kind) => {
    expect(reached.ads).toContain(kind);
  });

  test(`${INNOCENT} gets through`, () => {
    expect(reached.others).toContain(INNOCENT);
  });

  test("a tracker is asked with no_ads, and by no kind that can be refused with no_tracking", async () => {
    const [asked, refused] = await Promise.all([
      requestsOf({ no_ads: true }, "/blocking/every-kind", TRACKER),
      requestsOf({ no_tracking: true }, "/blocking/every-kind", TRACKER),
    ]);
    expect([...asked.ads].sort()).toEqual([...reachedUnblocked.ads].sort());
    expect([...refused.ads]).toEqual(UNSEEN);
    expect(refused.others).toContain(INNOCENT);
  });

  test("the way of a redirect gets through, its end does not", () => {
    expect(reached.others).toContain("an image behind a redirect: the way");
    expect(reached.ads).not.toContain("an image behind a redirect");
  });

  test("frames and workers of other hosts get through", () => {
    expect(reached.others).toContain("a frame of another process: itself");
    expect(reached.others).toContain("a worker's worker, inside: its own file");
  });

  test.each(WINDOWS)("a window that %s opens does not reach an advertiser", async (way) => {
    const { ads } = await requestsOf(BOTH, "/blocking/windows");
    expect(ads).not.toContain(way);
  });
});

interface Requests {
  /** Kinds of requests that an advertiser got. */
  ads: Set<string>;
  /** Kinds of requests that others got. */
  others: Set<string>;
}

async function requestsOf(
  options: Record<string, boolean>,
  page = "/blocking/every-kind",
  listed = ADVERTISER,
): Promise<Requests> {
  const log = crypto.randomUUID();
  const path = `${page}?log=${log}&of=${listed}`;
  const response = await snap(key, path, { ...options, wait_for: "#done" });
  expect(response.status).toBe(200);
  const logged = await fetch(`${site}/logged/${log}`);
  const requests = await logged.json<{ host: string; query: { kind?: string } }[]>();
  const kindsAt = (isAd: boolean) =>
    requests
      .filter(({ host }) => host.startsWith(listed) === isAd)
      .map(({ query }) => query.kind ?? "");
  return { ads: new Set(kindsAt(true)), others: new Set(kindsAt(false)) };
}

describe("of what was blocked", () => {
  const WHITE = [255, 255, 255];
  const BLUE = [0, 0, 255];
  let rows: number[][][];
  beforeAll(async () => {
    const page = { page_width: 300, page_height: 1300, image_format: "png", no_ads: true };
    const image = await snap(key, "/blocking/leftovers", page);
    const points = Array.from({ length: 13 }, (_, n): [number, number][] => [
      [50, n * 100 + 40],
      [150, n * 100 + 40],
    ]);
    const { colours } = await pixels(image, points.flat());
    rows = points.map((_, n) => colours.slice(n * 2, n * 2 + 2));
  });

  test.each([
    [0, "an image"],
    [1, "a frame"],
    [2, "a frame behind a redirect"],
    [3, "an empty slot"],
    [4, "a box that announces it"],
    [12, "an image in a shadow root"],
  ])("row %i: %s is not pictured", (row) => {
    expectColours(rows[row] ?? [], [WHITE, WHITE]);
  });

  test("a cell of a grid keeps its place", () => {
    expectColours(rows[5] ?? [], [WHITE, BLUE]);
  });

  test.each([
    [6, "a box around an invisible image"],
    [7, "a box with words of its own"],
    [8, "a broken image of the page's own"],
    [9, "a frame of the page's own"],
    [10, "a slot with something in it"],
    [11, "an image of the page's own"],
  ])("row %i: %s stays as it is", (row) => {
    expectColours(rows[row] ?? [], [BLUE, BLUE]);
  });

  test.each([
    ["stays hidden where nothing is blocked", false, WHITE],
    ["is shown where the experiments are blocked", true, [0, 192, 0]],
  ])("a page that hides until an experiment is chosen %s", async (_, no_tracking, colour) => {
    const page = { page_width: 100, page_height: 100, image_format: "png", no_tracking };
    const image = await snap(key, "/blocking/prehidden", page);
    expectColours((await pixels(image, [[50, 50]])).colours, [colour]);
  });
});
