import { describe, expect, test } from "vitest";
import { blocklistOf } from "../../../src/browser/guard/blocklist";

const BOTH = { no_ads: true, no_tracking: true };

describe("the blocklist", () => {
  const options = { ...BOTH, url: "https://example.com/" };
  const list = blocklistOf(options);

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
  ])("blocks %s", (host) => {
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
  ])("does not block %j", (host) => {
    expect(list?.blocks(host)).toBe(false);
  });

  test.each([
    ["no_ads", "ad.doubleclick.net", "www.google-analytics.com"],
    ["no_tracking", "www.google-analytics.com", "ad.doubleclick.net"],
  ])("with only %s blocks %s, not %s", (option, blocked, other) => {
    const one = blocklistOf({ ...options, no_ads: false, no_tracking: false, [option]: true });
    expect([one?.blocks(blocked), one?.blocks(other)]).toEqual([true, false]);
  });

  test("is null without both options", () => {
    expect(blocklistOf({ ...options, no_ads: false, no_tracking: false })).toBeNull();
  });

  test("does not block the site that is captured, but every other", () => {
    const one = blocklistOf({ ...options, url: "https://www.hotjar.com/pricing" });
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
  ])("pauses a request to %s: %s", (url, expected) => {
    expect(list?.patterns.some((pattern) => matchesPattern(url, pattern))).toBe(expected);
  });
});

/** As Chromium matches: `*` is any number of characters, `?` is one or none. */
function matchesPattern(url: string, pattern: string): boolean {
  const parts = pattern.replace(/[.+^${}()|[\]\\/]/g, "\\$&");
  return new RegExp(`^${parts.replaceAll("*", ".*").replaceAll("?", ".?")}$`).test(url);
}
