import { describe, expect, test } from "vitest";
import {
  type AddressPolicy,
  parsePublicUrl,
  problemOfUrl,
  withoutCredentials,
} from "../../src/lib/url-policy";

const PUBLIC_ONLY: AddressPolicy = { allowPrivateNetwork: false, ownHosts: ["shots.example.net"] };
const PRIVATE_TOO: AddressPolicy = { allowPrivateNetwork: true, ownHosts: ["localhost:8787"] };

const MALFORMED = /absolute http/;
const FORBIDDEN_CHARACTER = /control characters or backslashes/;
const TOO_LONG = /8,192/;
const USER_NAME = /user name/;
const NOT_PUBLIC = /public host/;
const PORT = /port of the web/;
const OWN = /this service/;

const LONGEST = `https://example.com/${"a".repeat(8_192 - "https://example.com/".length)}`;

describe("an address given by a user is accepted", () => {
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
    const parsed = parsePublicUrl(given, PUBLIC_ONLY);
    expect(parsed.ok ? parsed.url.href : parsed.problem).toBe(href);
  });
});

describe("an address given by a user is refused", () => {
  test.each<[reason: string, given: string, problem: RegExp]>([
    ["empty", "", MALFORMED],
    ["white space only", " \n ", MALFORMED],
    ["javascript:", "javascript:alert(1)", MALFORMED],
    ["javascript: in mixed case", "JaVaScRiPt:alert(1)", MALFORMED],
    ["javascript: with slashes", "javascript://example.com/%0aalert(1)", MALFORMED],
    ["file:", "file:///etc/passwd", MALFORMED],
    ["file: with a host", "file://example.com/x", MALFORMED],
    ["data:", "data:text/html,<h1>hi</h1>", MALFORMED],
    ["mailto:", "mailto:someone@example.com", MALFORMED],
    ["tel: with a plus", "tel:+123456", MALFORMED],
    ["ftp:", "ftp://example.com/", MALFORMED],
    ["ws:", "ws://example.com/", MALFORMED],
    ["wss:", "wss://example.com/", MALFORMED],
    ["gopher:", "gopher://example.com:70/", MALFORMED],
    ["about:", "about:blank", MALFORMED],
    ["blob:", "blob:https://example.com/1", MALFORMED],
    ["view-source:", "view-source:https://example.com/", MALFORMED],
    ["chrome:", "chrome://version", MALFORMED],
    ["filesystem:", "filesystem:https://example.com/x", MALFORMED],
    ["a drive letter", "c:/windows/win.ini", MALFORMED],
    ["scheme with one slash", "http:/example.com", MALFORMED],
    ["scheme without slashes", "https:example.com", MALFORMED],
    ["scheme with three slashes", "http:///example.com", MALFORMED],
    ["scheme alone", "https://", MALFORMED],
    ["scheme and query", "https://?q", MALFORMED],
    ["port alone", "https://:8080/", MALFORMED],
    ["a path", "/etc/passwd", MALFORMED],
    ["three slashes", "///example.com", MALFORMED],
    ["a query", "?url=x", MALFORMED],
    ["a fragment", "#top", MALFORMED],
    ["port that is no number", "https://example.com:http/", MALFORMED],
    ["port that is no number, no scheme", "example.com:abc", MALFORMED],
    ["port above 65535", "https://example.com:65536/", MALFORMED],
    ["port below zero", "https://example.com:-1/", MALFORMED],
    ["two ports", "example.com:80:80", MALFORMED],
    ["space in the host", "https://exam ple.com/", MALFORMED],
    ["encoded space in the host", "https://exam%20ple.com/", MALFORMED],
    ["encoded NUL in the host", "https://example.com%00.evil.com/", MALFORMED],
    ["encoded slash in the host", "https://127.0.0.1%2f.example.com/", MALFORMED],
    ["encoded @ in the host", "https://example.com%40127.0.0.1/", MALFORMED],
    ["host encoded twice", "https://%2531%2532%2537.0.0.1/", MALFORMED],
    ["zero-width joiner in the host", "https://loc\u200dalhost/", MALFORMED],
    ["five numbers", "https://1.2.3.4.5/", MALFORMED],
    ["number above 255", "https://1.2.3.256/", MALFORMED],
    ["number above 32 bits", "https://4294967296/", MALFORMED],
    ["name that ends in a number", "https://example.1/", MALFORMED],
    ["name that ends in a hex number", "https://example.0x1/", MALFORMED],
    ["no octal digit", "https://08.8.8.8/", MALFORMED],
    ["IPv6 without brackets", "https://2606:4700::1111/", MALFORMED],
    ["IPv6 with a group too many", "https://[1:2:3:4:5:6:7:8:9]/", MALFORMED],
    ["IPv6 with two gaps", "https://[2606::1::1]/", MALFORMED],
    ["IPv6 with a zone id", "https://[fe80::1%eth0]/", MALFORMED],
    ["IPv6 with an encoded zone id", "https://[fe80::1%25eth0]/", MALFORMED],
    ["bracket left open", "https://[2606::1/", MALFORMED],

    ["tab inside", "https://exam\tple.com/", FORBIDDEN_CHARACTER],
    ["line feed inside", "https://127.0.\n0.1/", FORBIDDEN_CHARACTER],
    ["carriage return in the path", "https://example.com/a\r\nX: y", FORBIDDEN_CHARACTER],
    ["tab in the scheme", "java\tscript:alert(1)", FORBIDDEN_CHARACTER],
    ["NUL in front", "\u0000https://example.com/", FORBIDDEN_CHARACTER],
    ["escape at the end", "https://example.com/\u001b", FORBIDDEN_CHARACTER],
    ["delete", "https://example.com/\u007f", FORBIDDEN_CHARACTER],
    ["next line of C1", "https://example.com/\u0085x", FORBIDDEN_CHARACTER],
    ["backslashes for slashes", "https:\\\\example.com", FORBIDDEN_CHARACTER],
    ["backslash before @", "https://example.com\\@127.0.0.1/", FORBIDDEN_CHARACTER],
    ["backslash in the path", "https://example.com/a\\b", FORBIDDEN_CHARACTER],
    ["a network share", "\\\\server\\share", FORBIDDEN_CHARACTER],

    ["one character too long", `${LONGEST}a`, TOO_LONG],
    ["a megabyte", `https://example.com/${"a".repeat(1_048_576)}`, TOO_LONG],

    ["user name and password", "https://user:pass@example.com/", USER_NAME],
    ["user name", "https://user@example.com/", USER_NAME],
    ["password alone", "https://:pass@example.com/", USER_NAME],
    ["mail address", "someone@example.com", USER_NAME],
    ["public name before @ and loopback", "http://public.com@127.0.0.1/", USER_NAME],
    ["public name and port before @", "http://public.com:80@127.0.0.1/", USER_NAME],
    ["two @", "http://a@public.com@127.0.0.1/", USER_NAME],
    ["loopback before @", "http://127.0.0.1@example.com/", USER_NAME],

    ["localhost", "http://localhost/", NOT_PUBLIC],
    ["localhost in capitals", "http://LOCALHOST/", NOT_PUBLIC],
    ["localhost, no scheme, port", "localhost:3000", NOT_PUBLIC],
    ["localhost with a dot", "http://localhost./", NOT_PUBLIC],
    ["localhost with two dots", "http://localhost../", NOT_PUBLIC],
    ["below localhost", "http://foo.localhost/", NOT_PUBLIC],
    ["below localhost with a dot", "http://foo.LocalHost./", NOT_PUBLIC],
    ["localhost in circles", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", NOT_PUBLIC],
    ["localhost with a soft hyphen", "http://local\u00adhost/", NOT_PUBLIC],
    ["localhost with a zero-width space", "http://local\u200bhost/", NOT_PUBLIC],
    ["localhost in full width", "http://ｌｏｃａｌｈｏｓｔ/", NOT_PUBLIC],
    ["localhost, encoded", "http://%6c%6f%63alhost/", NOT_PUBLIC],
    ["localhost with a long s", "http://localho\u017ft/", NOT_PUBLIC],
    ["a name without a dot", "http://intranet/", NOT_PUBLIC],
    ["a name without a dot, with a dot behind", "http://router./", NOT_PUBLIC],
    ["a scheme taken for a name", "tel:12345", NOT_PUBLIC],
    ["an empty label inside", "http://example..com/", NOT_PUBLIC],
    ["an empty label in front", "http://.example.com/", NOT_PUBLIC],
    ["two dots behind", "http://example.com../", NOT_PUBLIC],
    ["IPv4 with two dots behind", "http://8.8.8.8../", NOT_PUBLIC],
    ["dots alone", "http://../", NOT_PUBLIC],
    ["mDNS name", "http://printer.local/", NOT_PUBLIC],
    ["ideographic full stop before local", "http://printer。local/", NOT_PUBLIC],
    ["cloud metadata by name", "http://metadata.google.internal/", NOT_PUBLIC],
    ["cluster service", "http://api.default.svc/", NOT_PUBLIC],
    ["reverse name", "http://1.0.0.127.in-addr.arpa/", NOT_PUBLIC],
    ["onion service", "http://abcdefghij.onion/", NOT_PUBLIC],

    ["loopback", "http://127.0.0.1/", NOT_PUBLIC],
    ["loopback, no scheme, port", "127.0.0.1:8080", NOT_PUBLIC],
    ["loopback with a dot", "http://127.0.0.1./", NOT_PUBLIC],
    ["loopback with two dots", "http://127.0.0.1../", NOT_PUBLIC],
    ["loopback, short", "http://127.1/", NOT_PUBLIC],
    ["loopback, three parts", "http://127.0.1/", NOT_PUBLIC],
    ["loopback as one number", "http://2130706433/", NOT_PUBLIC],
    ["loopback in hex", "http://0x7f000001/", NOT_PUBLIC],
    ["loopback in hex parts", "http://0x7f.0x0.0x0.0x1/", NOT_PUBLIC],
    ["loopback in octal", "http://017700000001/", NOT_PUBLIC],
    ["loopback in octal parts", "http://0177.0.0.01/", NOT_PUBLIC],
    ["loopback mixed", "http://0x7f.1/", NOT_PUBLIC],
    ["loopback in full width", "http://１２７.０.０.１/", NOT_PUBLIC],
    ["loopback in circles", "http://①②⑦.⓪.⓪.①/", NOT_PUBLIC],
    ["loopback with ideographic full stops", "http://127。0。0。1/", NOT_PUBLIC],
    ["loopback with half-width full stops", "http://127｡0｡0｡1/", NOT_PUBLIC],
    ["loopback, encoded", "http://%31%32%37.0.0.1/", NOT_PUBLIC],
    ["loopback with a soft hyphen", "http://127.0.\u00ad0.1/", NOT_PUBLIC],
    ["zero", "http://0/", NOT_PUBLIC],
    ["zero in hex", "http://0x/", NOT_PUBLIC],
    ["private, octal", "http://012.0.0.1/", NOT_PUBLIC],
    ["private, hex", "http://0xc0a80001/", NOT_PUBLIC],
    ["private, short", "http://10.1/", NOT_PUBLIC],
    ["cloud metadata", "http://169.254.169.254/latest/meta-data/", NOT_PUBLIC],
    ["cloud metadata as one number", "http://2852039166/", NOT_PUBLIC],
    ["cloud metadata among carriers", "http://100.100.100.200/", NOT_PUBLIC],
    ["broadcast as one number", "http://4294967295/", NOT_PUBLIC],

    ["IPv6 loopback", "http://[::1]/", NOT_PUBLIC],
    ["IPv6 loopback in full", "http://[0000:0000:0000:0000:0000:0000:0000:0001]/", NOT_PUBLIC],
    ["IPv6 loopback, no scheme, port", "[::1]:3000", NOT_PUBLIC],
    ["IPv6 unspecified", "http://[::]/", NOT_PUBLIC],
    ["mapped loopback in decimals", "http://[::ffff:127.0.0.1]/", NOT_PUBLIC],
    ["mapped loopback in hex", "http://[::ffff:7f00:1]/", NOT_PUBLIC],
    ["mapped loopback in full", "http://[0:0:0:0:0:FFFF:7F00:0001]/", NOT_PUBLIC],
    ["mapped public IPv4", "http://[::ffff:8.8.8.8]/", NOT_PUBLIC],
    ["compatible loopback", "http://[::127.0.0.1]/", NOT_PUBLIC],
    ["compatible public IPv4", "http://[::8.8.8.8]/", NOT_PUBLIC],
    ["digits of a public address behind a gap", "http://[::2606:4700]/", NOT_PUBLIC],
    ["translated loopback", "http://[::ffff:0:127.0.0.1]/", NOT_PUBLIC],
    ["NAT64 of loopback", "http://[64:ff9b::127.0.0.1]/", NOT_PUBLIC],
    ["NAT64 of metadata in hex", "http://[64:ff9b::a9fe:a9fe]/", NOT_PUBLIC],
    ["local NAT64", "http://[64:ff9b:1::10.0.0.1]/", NOT_PUBLIC],
    ["6to4 of loopback", "http://[2002:7f00:1::]/", NOT_PUBLIC],
    ["6to4 of a private network", "http://[2002:c0a8:101::1]/", NOT_PUBLIC],
    ["6to4 of a public address", "http://[2002:808:808::1]/", NOT_PUBLIC],
    ["Teredo", "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", NOT_PUBLIC],
    ["ORCHID", "http://[2001:20::1]/", NOT_PUBLIC],
    ["unique local", "http://[fd12:3456:789a::1]/", NOT_PUBLIC],
    ["cloud metadata in IPv6", "http://[fd00:ec2::254]/", NOT_PUBLIC],
    ["link-local", "http://[fe80::1]/", NOT_PUBLIC],
    ["site-local", "http://[fec0::1]/", NOT_PUBLIC],
    ["multicast", "http://[ff02::1]/", NOT_PUBLIC],
    ["discard-only", "http://[100::1]/", NOT_PUBLIC],
    ["segment routing", "http://[5f00::1]/", NOT_PUBLIC],
    ["IPv6 documentation", "http://[2001:db8::1]/", NOT_PUBLIC],

    ["SSH", "http://example.com:22/", PORT],
    ["SMTP over https", "https://example.com:25/", PORT],
    ["database, no scheme", "example.com:5432", PORT],
    ["cache", "http://example.com:6379/", PORT],
    ["port with zeros in front of it", "http://example.com:0006379/", PORT],
    ["port zero", "http://example.com:0/", PORT],

    ["the service itself", "https://shots.example.net/snap", OWN],
    ["the service itself without scheme", "shots.example.net", OWN],
    ["the service itself in capitals", "https://SHOTS.Example.net/", OWN],
    ["the service itself with a dot", "https://shots.example.net./", OWN],
    ["the service itself on another port", "https://shots.example.net:8443/", OWN],
    ["the service itself, full-width", "https://ｓhots.example。net/", OWN],
  ])("%s", (_reason, given, problem) => {
    const parsed = parsePublicUrl(given, PUBLIC_ONLY);
    expect(parsed.ok ? parsed.url.href : parsed.problem).toMatch(problem);
  });
});
describe("where private networks are allowed", () => {
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
    const parsed = parsePublicUrl(given, PRIVATE_TOO);
    expect(parsed.ok ? parsed.url.href : parsed.problem).toBe(href);
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
    const parsed = parsePublicUrl(given, PRIVATE_TOO);
    expect(parsed.ok ? parsed.url.href : parsed.problem).toMatch(problem);
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
      ...["/", "/snap", "//smoke-page", "/smoke-page/", "/smoke-page/../snap", "/Smoke-Page"],
      ...["/smoke-page/%2e%2e/snap", "/smoke-page%2f..%2fsnap", "/%73moke-page", "/smoke-page;x"],
      ...["/smoke-page%00", "/smoke-page.png", "/snap?/smoke-page", "/snap#/smoke-page"],
    ];
    expect(refused.filter(isAllowed)).toEqual([]);
  });

  test("a private address of the service stays private", () => {
    const policy = { allowPrivateNetwork: false, ownHosts: ["127.0.0.1"] };
    const parsed = parsePublicUrl("http://127.0.0.1:8787/smoke-page", policy);
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringMatching(NOT_PUBLIC) });
  });
});

describe("a URL met on the way", () => {
  test.each<[reason: string, href: string, problem: RegExp | null]>([
    ["a public page", "https://example.com/", null],
    ["a public page with a user name", "https://user:pass@example.com/", null],
    ["an address longer than a user may give", `${LONGEST}aaaa`, null],
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

test("every problem continues the sentence “url …” and names no part of the address but its port", () => {
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
