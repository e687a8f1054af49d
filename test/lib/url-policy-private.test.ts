import { describe, expect, test } from "vitest";
import { type AddressPolicy, parsePublicUrl } from "../../src/lib/url-policy";
import {
  FORBIDDEN_CHARACTER,
  hrefOrProblem,
  MALFORMED,
  NOT_PUBLIC,
  OWN,
  PORT,
  PRIVATE_TOO,
  PUBLIC_ONLY,
  USER_NAME,
} from "../support/url-policy";

describe("with private networks allowed", () => {
  test.each<[reason: string, given: string, href: string]>([
    ["localhost, no scheme", "localhost:3000", "https://localhost:3000/"],
    ["loopback", "http://127.0.0.1:8788/", "http://127.0.0.1:8788/"],
    ["IPv6 loopback", "http://[::1]:3000/", "http://[::1]:3000/"],
    ["private IPv4", "http://192.168.1.10/", "http://192.168.1.10/"],
    ["a name without a dot", "http://web/", "http://web/"],
    ["a private name", "http://shop.test/", "http://shop.test/"],
    ["an internal service's port", "http://localhost:9200/", "http://localhost:9200/"],
    ["localhost on its default port", "http://localhost/", "http://localhost/"],
    ["the service's port elsewhere", "http://example.com:8787/", "http://example.com:8787/"],
    ["a public address", "https://example.com/", "https://example.com/"],
  ])("%s is accepted", (_reason, given, href) => {
    expect(hrefOrProblem(given, PRIVATE_TOO)).toBe(href);
  });

  test.each<[reason: string, given: string, problem: RegExp]>([
    ["another scheme", "file:///etc/passwd", MALFORMED],
    ["another scheme in capitals", "FILE:///etc/passwd", MALFORMED],
    ["a backslash", "http://localhost\\x", FORBIDDEN_CHARACTER],
    ["a user name", "http://root@localhost:3000/", USER_NAME],
    ["a port that browsers refuse", "http://localhost:22/", PORT],
    ["the service itself", "http://localhost:8787/snap", OWN],
    ["the service itself, no scheme", "localhost:8787", OWN],
    ["the service itself with a dot", "http://localhost.:8787/", OWN],
    ["the service itself below localhost", "http://api.localhost:8787/", OWN],
    ["the service itself by IPv4", "http://127.0.0.1:8787/", OWN],
    ["the service itself by another loopback", "http://127.8.9.1:8787/", OWN],
    ["the service itself by hex", "http://0x7f.1:8787/", OWN],
    ["the service itself by zero", "http://0:8787/", OWN],
    ["the service itself by IPv6", "http://[::1]:8787/", OWN],
    ["the service itself by IPv6 zero", "http://[::]:8787/", OWN],
    ["the service itself by mapped IPv4", "http://[::ffff:127.0.0.1]:8787/", OWN],
    ["the service itself by mapped zero", "http://[::ffff:0.0.0.0]:8787/", OWN],
  ])("%s is refused", (_reason, given, problem) => {
    expect(hrefOrProblem(given, PRIVATE_TOO)).toMatch(problem);
  });
});

describe("of the service itself only the exact path of the smoke page is allowed", () => {
  test.each<[policy: AddressPolicy, origin: string]>([
    [PUBLIC_ONLY, "https://shots.example.net"],
    [PRIVATE_TOO, "http://localhost:8787"],
    [PRIVATE_TOO, "http://127.0.0.1:8787"],
  ])("%j: %s", (policy, origin) => {
    const isAllowed = (path: string) => parsePublicUrl(`${origin}${path}`, policy).ok;
    const allowed = ["", "?kind=tall", "#x", "/../smoke-page"].map((end) => `/smoke-page${end}`);
    expect(allowed.filter((path) => !isAllowed(path))).toEqual([]);

    const refused = [
      "/",
      "/snap",
      "//smoke-page",
      "/smoke-page/",
      "/smoke-page/../snap",
      "/Smoke-Page",
      "/smoke-page/%2e%2e/snap",
      "/smoke-page%2f..%2fsnap",
      "/%73moke-page",
      "/smoke-page;x",
      "/smoke-page%00",
      "/smoke-page.png",
      "/snap?/smoke-page",
      "/snap#/smoke-page",
    ];
    expect(refused.filter(isAllowed)).toEqual([]);
  });

  test("a private address of the service stays private", () => {
    const policy = { allowPrivateNetwork: false, ownHosts: ["127.0.0.1"] };
    const parsed = parsePublicUrl("http://127.0.0.1:8787/smoke-page", policy);
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringMatching(NOT_PUBLIC) });
  });
});
