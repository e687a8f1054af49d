import { describe, expect, test } from "vitest";
import { isPublicHost } from "../../src/lib/hosts";
import { isPublicAddress } from "../../src/lib/ip-ranges";
import { type AddressPolicy, parsePublicUrl } from "../../src/lib/url-policy";

const PUBLIC_ONLY: AddressPolicy = { allowPrivateNetwork: false, ownHosts: ["shots.example.net"] };
const F = "ffff:ffff:ffff:ffff:ffff:ffff";

describe("a range that is not public has exact bounds", () => {
  test.each<
    [name: string, before: string | null, first: string, last: string, after: string | null]
  >([
    ["this network", null, "0.0.0.0", "0.255.255.255", "1.0.0.0"],
    ["private 10/8", "9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"],
    ["carriers", "100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"],
    ["loopback", "126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"],
    ["Azure's services", "168.63.129.15", "168.63.129.16", "168.63.129.16", "168.63.129.17"],
    ["link-local", "169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"],
    ["private 172.16/12", "172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"],
    ["protocol assignments", "191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"],
    ["documentation 1", "192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"],
    ["AS112", "192.31.195.255", "192.31.196.0", "192.31.196.255", "192.31.197.0"],
    ["multicast tunnels", "192.52.192.255", "192.52.193.0", "192.52.193.255", "192.52.194.0"],
    ["6to4 relays", "192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"],
    ["private 192.168/16", "192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"],
    ["AS112 delegation", "192.175.47.255", "192.175.48.0", "192.175.48.255", "192.175.49.0"],
    ["benchmarking", "198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"],
    ["documentation 2", "198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"],
    ["documentation 3", "203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"],
    ["multicast", "223.255.255.255", "224.0.0.0", "239.255.255.255", null],
    ["reserved", null, "240.0.0.0", "255.255.255.255", null],
    ["IPv6 below global unicast", null, "::", `1fff:ffff:${F}`, "2000::"],
    ["IPv6 protocol assignments", `2000:ffff:${F}`, "2001::", `2001:1ff:${F}`, "2001:200::"],
    ["IPv6 documentation 1", `2001:db7:${F}`, "2001:db8::", `2001:db8:${F}`, "2001:db9::"],
    ["IPv6 6to4", `2001:ffff:${F}`, "2002::", `2002:ffff:${F}`, "2003::"],
    ["IPv6 AS112", "2620:4f:7fff::1", "2620:4f:8000::", "2620:4f:8000:ffff::1", "2620:4f:8001::"],
    ["IPv6 documentation 2", `3ffe:ffff:${F}`, "3fff::", `3fff:fff:${F}`, "3fff:1000::"],
    ["IPv6 above global unicast", `3fff:ffff:${F}`, "4000::", `ffff:ffff:${F}`, null],
  ])("%s", (_name, before, first, last, after) => {
    for (const [address, isPublic] of [
      [before, true],
      [first, false],
      [last, false],
      [after, true],
    ] as const) {
      if (address === null) continue;
      const host = address.includes(":") ? `[${address}]` : address;
      expect([address, isPublicAddress(address)]).toEqual([address, isPublic]);
      expect([host, isPublicAddress(host)]).toEqual([host, isPublic]);
      expect([host, isPublicHost(host, PUBLIC_ONLY)]).toEqual([host, isPublic]);
      expect([host, parsePublicUrl(host, PUBLIC_ONLY).ok]).toEqual([host, isPublic]);
    }
  });
});
describe("the remote address of a response", () => {
  test.each<[reason: string, ip: string, isPublic: boolean]>([
    ["IPv4", "93.184.216.34", true],
    ["IPv6", "2606:4700:4700::1111", true],
    ["IPv6 in brackets", "[2606:4700:4700::1111]", true],
    ["IPv6 in capitals", "2A00:1450:4001:0831:0000:0000:0000:200E", true],
    ["private IPv4", "192.168.1.10", false],
    ["IPv6 loopback in brackets", "[::1]", false],
    ["mapped private IPv4", "::ffff:10.0.0.1", false],
    ["mapped public IPv4", "::ffff:8.8.8.8", false],
    ["link-local with a zone id", "fe80::1%eth0", false],
    ["link-local with a zone id in brackets", "[fe80::1%en0]", false],
    ["global with a zone id", "2606:4700::1%eth0", false],
    ["none", "", false],
    ["a name", "example.com", false],
    ["zeros in front, private to some", "010.0.0.1", false],
    ["zeros in front, loopback to others", "0177.0.0.1", false],
    ["number above 255", "999.8.8.8", false],
    ["short form", "8.8", false],
    ["one number", "134744072", false],
    ["with a port", "8.8.8.8:443", false],
    ["with a dot behind", "8.8.8.8.", false],
    ["with a space", " 8.8.8.8", false],
    ["IPv4 in brackets", "[10.0.0.1]", false],
    ["two pairs of brackets", "[[2606:4700::1]]", false],
    ["too few groups", "2606:4700", false],
  ])("%s", (_reason, ip, isPublic) => {
    expect(isPublicAddress(ip)).toBe(isPublic);
  });
});
