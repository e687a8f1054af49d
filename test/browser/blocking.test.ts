import { beforeAll, describe, expect, test } from "vitest";
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
  test.each(kinds)("%s reaches an advertiser only where advertisements are not blocked", (kind) => {
    expect([reachedUnblocked.ads, reached.ads].map((ads) => ads.has(kind))).toEqual([true, false]);
  });

  test.each(REFUSED)("%s never reaches an advertiser", (kind) => {
    expect([reachedUnblocked.ads, reached.ads].map((ads) => ads.has(kind))).toEqual([false, false]);
  });

  test.each(UNSEEN)("%s reaches an advertiser: the browser does not pause it", (kind) => {
    expect(reached.ads).toContain(kind);
  });

  test(`${INNOCENT} is sent`, () => {
    expect(reached.others).toContain(INNOCENT);
  });

  test("a tracker is reached with no_ads, and with no_tracking only by what the browser does not pause", async () => {
    const [allowed, refused] = await Promise.all([
      requestsOf({ no_ads: true }, "/blocking/every-kind", TRACKER),
      requestsOf({ no_tracking: true }, "/blocking/every-kind", TRACKER),
    ]);
    expect([...allowed.ads].sort()).toEqual([...reachedUnblocked.ads].sort());
    expect([...refused.ads]).toEqual(UNSEEN);
    expect(refused.others).toContain(INNOCENT);
  });

  test("a redirect is sent, the request to its target is not", () => {
    expect(reached.others).toContain("an image behind a redirect: the redirect");
    expect(reached.ads).not.toContain("an image behind a redirect");
  });

  test("frames and workers from other hosts are loaded", () => {
    expect(reached.others).toContain("a frame of another process: itself");
    expect(reached.others).toContain("a worker's worker, inside: its own file");
  });

  test.each(WINDOWS)("a window opened by %s does not reach an advertiser", async (way) => {
    const { ads } = await requestsOf(BOTH, "/blocking/windows");
    expect(ads).not.toContain(way);
  });
});

interface Requests {
  /** Kinds of requests that the advertiser received. */
  ads: Set<string>;
  /** Kinds of requests that other hosts received. */
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

describe("the space of blocked content", () => {
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
    [4, "a box with a label"],
    [12, "an image in a shadow root"],
  ])("row %i: %s is hidden", (row) => {
    expectColours(rows[row] ?? [], [WHITE, WHITE]);
  });

  test("a grid cell keeps its space", () => {
    expectColours(rows[5] ?? [], [WHITE, BLUE]);
  });

  test.each([
    [6, "a box around an invisible image"],
    [7, "a box with other text"],
    [8, "a broken image of the page itself"],
    [9, "a frame of the page itself"],
    [10, "a slot with content"],
    [11, "an image of the page itself"],
  ])("row %i: %s is not changed", (row) => {
    expectColours(rows[row] ?? [], [BLUE, BLUE]);
  });

  test.each([
    ["stays hidden where trackers are not blocked", false, WHITE],
    ["is shown where trackers are blocked", true, [0, 192, 0]],
  ])("a page that is hidden until an experiment is chosen %s", async (_, no_tracking, colour) => {
    const page = { page_width: 100, page_height: 100, image_format: "png", no_tracking };
    const image = await snap(key, "/blocking/prehidden", page);
    expectColours((await pixels(image, [[50, 50]])).colours, [colour]);
  });
});
