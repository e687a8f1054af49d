import { describe, expect, test } from "vitest";
import { refusedUrlSource } from "../../src/lib/url-patterns";
import { type AddressPolicy, problemOfUrl } from "../../src/lib/url-policy";

const PUBLIC_ONLY: AddressPolicy = { allowPrivateNetwork: false, ownHosts: ["shots.example.net"] };
const PRIVATE_TOO: AddressPolicy = { allowPrivateNetwork: true, ownHosts: ["localhost:8787"] };

describe("the pattern of refused URLs agrees with problemOfUrl", () => {
  const hosts = [
    "example.com",
    "example.com.",
    "a.example.com",
    "x@example.com",
    "nas",
    "nas.",
    "a..com",
    "localhost",
    "a.localhost.",
    "printer.local",
    "local.example.com",
    "mylocal",
    "my.xlocal",
    ...[
      "0.0.0.0",
      "8.8.8.8",
      "10.0.0.1",
      "10.example.com",
      "x@10.0.0.1",
      "100.63.0.1",
      "100.64.0.1",
    ],
    "100.127.9.9",
    "100.128.0.1",
    "127.1",
    "168.63.129.16",
    "168.63.129.160",
    "168.63.129.1",
    "169.254.169.254",
    "172.15.0.1",
    "172.16.0.1",
    "172.31.0.1",
    "172.32.0.1",
    "192.0.0.8",
    "192.168.0.1",
    "192.169.0.1",
    "198.18.0.1",
    "198.19.0.1",
    "198.20.0.1",
    "203.0.113.9",
    "223.255.255.255",
    "224.0.0.1",
    "239.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "2130706433",
    "[::1]",
    "[fd00::1]",
    "shots.example.net",
    "shots.example.net.",
    "shotsXexample.net",
    "example.com:6379",
    "example.com:8443",
    "shots.example.net:8443",
    "x:6379@example.com",
  ];
  const local = [
    "localhost:8787",
    "127.0.0.1:8787",
    "[::1]:8787",
    "localhost:8788",
    "10.0.0.1:8787",
  ];
  const paths = ["/", "/x", "/?u=http://10.0.0.1/", "/a.localhost:8787/", "/:6379/"];

  test.each<[string, AddressPolicy, string[]]>([
    ["closed", PUBLIC_ONLY, hosts],
    ["private networks allowed", PRIVATE_TOO, [...local, "example.com", "10.0.0.1"]],
    ["private networks allowed, no own hosts", { ...PRIVATE_TOO, ownHosts: [] }, local],
  ])("%s", (_, policy, tried) => {
    const pattern = new RegExp(refusedUrlSource(policy));
    for (const url of tried.flatMap((host) =>
      paths.map((path) => new URL(`https://${host}${path}`)),
    )) {
      expect([url.href, pattern.test(url.href)]).toEqual([
        url.href,
        problemOfUrl(url, policy) !== null,
      ]);
    }
  });

  test("and refuses every IPv6 address", () => {
    expect("wss://[2606:4700::1]/").toMatch(new RegExp(refusedUrlSource(PUBLIC_ONLY)));
  });
});
