import { describe, expect, test } from "vitest";
import { parsePublicUrl, problemOfUrl, withoutCredentials } from "../../src/lib/url-policy";
import {
  hrefOrProblem,
  LONGEST,
  MALFORMED,
  NOT_PUBLIC,
  OWN,
  PORT,
  PUBLIC_ONLY,
} from "../support/url-policy";

describe("a URL of a user is accepted", () => {
  test.each<[reason: string, given: string, href: string]>([
    ["plain http", "http://example.com/", "http://example.com/"],
    ["plain https", "https://example.com/a?b=c#d", "https://example.com/a?b=c#d"],
    ["scheme in capitals", "HTTPS://Example.COM", "https://example.com/"],
    ["no scheme", "example.com", "https://example.com/"],
    ["no scheme, with path", "example.com/a/b", "https://example.com/a/b"],
    ["no scheme, with query", "example.com?q=1", "https://example.com/?q=1"],
    ["no scheme, with port", "example.com:8080/path", "https://example.com:8080/path"],
    ["no scheme, port at the end", "example.com:8443", "https://example.com:8443/"],
    ["no scheme, port before a query", "example.com:8080?q", "https://example.com:8080/?q"],
    ["no scheme, IPv4 with port", "8.8.8.8:8080", "https://8.8.8.8:8080/"],
    ["no scheme, IPv6 with port", "[2606:4700::1]:8080", "https://[2606:4700::1]:8080/"],
    ["no scheme, colon in the path", "example.com/a:b", "https://example.com/a:b"],
    ["scheme left to the page", "//example.com/x", "https://example.com/x"],
    ["white space around", " \n\thttps://example.com/ \r\n", "https://example.com/"],
    ["white space in the path", "https://example.com/a b", "https://example.com/a%20b"],
    [
      "a URL inside the query",
      "https://a.com/?u=http://127.0.0.1/",
      "https://a.com/?u=http://127.0.0.1/",
    ],
    ["@ in the path", "https://example.com/@user", "https://example.com/@user"],
    ["@ in the query", "https://example.com/?a=b@c", "https://example.com/?a=b@c"],
    ["parentheses", "https://en.wikipedia.org/wiki/A_(b)", "https://en.wikipedia.org/wiki/A_(b)"],
    ["the longest address", LONGEST, LONGEST],
    ["the longest address, white space around", ` ${LONGEST} `, LONGEST],
    ["empty user name", "https://@example.com/", "https://example.com/"],
    ["default port of https", "https://example.com:443/", "https://example.com/"],
    ["default port of http", "http://example.com:80/", "http://example.com/"],
    ["port 8443", "https://example.com:8443/", "https://example.com:8443/"],
    ["port 3000", "http://example.com:3000/", "http://example.com:3000/"],
    ["port with zeros in front", "http://example.com:008080/", "http://example.com:8080/"],
    ["the highest port", "http://example.com:65535/", "http://example.com:65535/"],
    ["dot of the root", "https://example.com./", "https://example.com./"],
    ["dot of the root, encoded", "https://example.com%2E/", "https://example.com./"],
    ["encoded letters", "https://%65xample.com/", "https://example.com/"],
    ["full-width letters", "https://ｅｘａｍｐｌｅ.com/", "https://example.com/"],
    ["ideographic full stop", "https://example。com/", "https://example.com/"],
    ["soft hyphen", "https://exam\u00adple.com/", "https://example.com/"],
    ["international name", "https://bücher.example/", "https://xn--bcher-kva.example/"],
    ["international name in CJK", "https://例え.jp/", "https://xn--r8jz45g.jp/"],
    ["international name, no scheme, port", "bücher.de:8080", "https://xn--bcher-kva.de:8080/"],
    ["punycode", "https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"],
    ["emoji name", "https://☃.net/", "https://xn--n3h.net/"],
    ["underscore in a name", "https://my_shop.example.com/", "https://my_shop.example.com/"],
    ["digits in a name", "https://1.2.3.4.example.com/", "https://1.2.3.4.example.com/"],
    [
      "private address as a subdomain",
      "http://10.0.0.1.example.com/",
      "http://10.0.0.1.example.com/",
    ],
    ["localhost as a subdomain", "http://localhost.example.com/", "http://localhost.example.com/"],
    ["public IPv4", "http://93.184.216.34/", "http://93.184.216.34/"],
    ["public IPv4 as one number", "http://134744072/", "http://8.8.8.8/"],
    ["public IPv4 in hex", "http://0x08080808/", "http://8.8.8.8/"],
    ["public IPv4 in octal", "http://010.010.010.010/", "http://8.8.8.8/"],
    ["public IPv4, short form", "http://1.1/", "http://1.0.0.1/"],
    ["public IPv4, full-width", "http://８。８。８。８/", "http://8.8.8.8/"],
    ["public IPv6", "https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/"],
    [
      "public IPv6 in full",
      "https://[2A00:1450:4001:0:0:0:0:200E]/",
      "https://[2a00:1450:4001::200e]/",
    ],
  ])("%s", (_reason, given, href) => {
    expect(hrefOrProblem(given, PUBLIC_ONLY)).toBe(href);
  });
});

describe("a URL that a page requests", () => {
  test.each<[reason: string, href: string, problem: RegExp | null]>([
    ["a public page", "https://example.com/", null],
    ["a public page with a user name", "https://user:pass@example.com/", null],
    ["a URL longer than a user may give", `${LONGEST}aaaa`, null],
    ["file:", "file:///etc/passwd", MALFORMED],
    ["data:", "data:text/plain,x", MALFORMED],
    ["a web socket", "wss://example.com/", MALFORMED],
    ["a private host", "http://10.0.0.1/", NOT_PUBLIC],
    ["a private host behind a user name", "http://example.com@10.0.0.1/", NOT_PUBLIC],
    ["an internal port", "https://example.com:6379/", PORT],
    ["the service itself", "https://shots.example.net/", OWN],
  ])("%s", (_reason, href, problem) => {
    const found = problemOfUrl(new URL(href), PUBLIC_ONLY);
    if (problem === null) expect(found).toBeNull();
    else expect(found).toMatch(problem);
  });
});

test("every problem continues the sentence “url …” and repeats no part of the URL but its port", () => {
  const problems = [
    "",
    "a\\b",
    `${LONGEST}a`,
    "https://tom:secret@a.com",
    "http://nas",
    "a.com:22",
  ].map((given) => parsePublicUrl(given, PUBLIC_ONLY));
  for (const parsed of problems) {
    expect(parsed).toEqual({
      ok: false,
      problem: expect.stringMatching(/^must (?!.*(secret|nas))/),
    });
  }
});
test.each([
  ["http://u:p@example.com/a?b#c", "http://example.com/a?b#c"],
  ["https://u@example.com/", "https://example.com/"],
  ["https://:p@example.com/", "https://example.com/"],
  ["https://example.com/u:p@x", "https://example.com/u:p@x"],
  ["about:blank", "about:blank"],
  ["no address", "no address"],
])("%s without its credentials is %s", (text, without) => {
  expect(withoutCredentials(text)).toBe(without);
});
