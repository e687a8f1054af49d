import { describe, expect, test } from "vitest";
import { isPublicHost } from "../../src/lib/hosts";
import { type AddressPolicy, problemOfUrl } from "../../src/lib/url-policy";

const PUBLIC_ONLY: AddressPolicy = { allowPrivateNetwork: false, ownHosts: ["shots.example.net"] };

describe("a name is private if its last label is a private one", () => {
  test.each([
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "svc",
    "arpa",
    "test",
    "onion",
  ])("%s", (label) => {
    const isPublic = (host: string) => isPublicHost(host, PUBLIC_ONLY);
    expect(isPublic(label)).toBe(false);
    expect(isPublic(`host.${label}`)).toBe(false);
    expect(isPublic(`a.b.HOST.${label.toUpperCase()}.`)).toBe(false);
    expect(isPublic(`${label}.example.com`)).toBe(true);
    expect(isPublic(`my${label}.com`)).toBe(true);
    expect(isPublic(`example.my${label}`)).toBe(true);
    expect(isPublic(`example.${label}s`)).toBe(true);
  });
});

describe("an invalid host is not public", () => {
  test.each(["", ".", "a b.com", "a/b.com", "a@b.com", "a?b.com", "a#b.com", "a\\b.com", "::1"])(
    "%j",
    (host) => {
      expect(isPublicHost(host, PUBLIC_ONLY)).toBe(false);
    },
  );
});
describe("the service's own hosts", () => {
  const isOwn = (own: string, href: string) =>
    problemOfUrl(new URL(href), { allowPrivateNetwork: true, ownHosts: [own] }) !== null;

  test.each<[own: string, href: string, isOwn: boolean]>([
    ["example.com:443", "https://example.com/", true],
    ["example.com:443", "http://example.com/", false],
    ["example.com:443", "http://example.com:443/", true],
    ["example.com:80", "http://example.com/", true],
    ["example.com:8443", "https://example.com:8443/", true],
    ["example.com:8443", "https://example.com/", false],
    ["EXAMPLE.com", "https://example.com/", true],
    ["bücher.de", "https://xn--bcher-kva.de/", true],
    ["example.com", "https://api.example.com/", false],
    ["example.com", "https://example.com.evil.org/", false],
    ["[2606:4700::1]", "https://[2606:4700:0::1]/", true],
    ["[2606:4700::1]:8443", "https://[2606:4700::1]:8443/", true],
    ["[2606:4700::1]:8443", "https://[2606:4700::1]/", false],
    ["127.0.0.1:8787", "http://localhost:8787/", true],
    ["127.0.0.1:8787", "http://127.example.com:8787/", false],
  ])("own host %s, URL %s: %s", (own, href, expected) => {
    expect(isOwn(own, href)).toBe(expected);
  });
});
