import { BlockList, isIPv4, isIPv6 } from "node:net";

/** IPv4 ranges that are not public: IANA's special-purpose registry, and multicast. */
export const NOT_PUBLIC_IPV4_RANGES = [
  "0.0.0.0/8", // this network
  "10.0.0.0/8", // private
  "100.64.0.0/10", // shared address space of carriers
  "127.0.0.0/8", // loopback
  "168.63.129.16/32", // Azure's platform services: reachable only inside Azure
  "169.254.0.0/16", // link-local, cloud metadata
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments
  "192.0.2.0/24", // documentation
  "192.31.196.0/24", // AS112: answered by the nearest network
  "192.52.193.0/24", // multicast tunnels: answered by the nearest network
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16", // private
  "192.175.48.0/24", // AS112: answered by the nearest network
  "198.18.0.0/15", // benchmarking
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, broadcast
];

/** All other IPv6 addresses are loopback, private, link-local or multicast, or contain an IPv4 address. */
const GLOBAL_UNICAST_IPV6_RANGE = "2000::/3";

const NOT_PUBLIC_IPV6_RANGES = [
  "2001::/23", // protocol assignments, Teredo
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4: contains an IPv4 address
  "2620:4f:8000::/48", // AS112: answered by the nearest network
  "3fff::/20", // documentation
];

const notPublicIpv4 = blockList("ipv4", NOT_PUBLIC_IPV4_RANGES);
const globalUnicastIpv6 = blockList("ipv6", [GLOBAL_UNICAST_IPV6_RANGE]);
const notPublicIpv6 = blockList("ipv6", NOT_PUBLIC_IPV6_RANGES);

/** Whether the text of an IP address, in brackets or not, is public. An address with a zone id never is. */
export function isPublicAddress(ip: string): boolean {
  const bare = ip.replace(/^\[(.*)\]$/, "$1");
  // Only four plain decimals: some readers take 010.0.0.1 for 8.0.0.1, others for 10.0.0.1.
  if (isIPv4(bare)) return !notPublicIpv4.check(bare, "ipv4");
  if (!isIPv6(bare) || bare.includes("%")) return false;
  try {
    return globalUnicastIpv6.check(bare, "ipv6") && !notPublicIpv6.check(bare, "ipv6");
  } catch {
    // The BlockList of workerd reads no IPv6 address with an IPv4 address at its end.
    return false;
  }
}

/** Whether a host, as a URL's `hostname` writes it, is an IP address. */
export function isIpAddress(host: string): boolean {
  // The URL parser writes every IPv4 address as four decimals.
  return host.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

function blockList(family: "ipv4" | "ipv6", ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [start = "", prefixLength] = range.split("/");
    list.addSubnet(start, Number(prefixLength), family);
  }
  return list;
}
