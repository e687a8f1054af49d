/** Which addresses the service may call. */
export interface AddressPolicy {
  /** Opens private addresses and the ports of internal services; never those a browser refuses. */
  allowPrivateNetwork: boolean;
  /** The service itself, never allowed except its smoke page: `host:port`, or `host` for every port of it. */
  ownHosts: readonly string[];
}

/** A URL that may be called, or what an address must be to become one. */
export type ParsedUrl = { ok: true; url: URL } | { ok: false; problem: string };

/**
 * Reads an address given by a user. Surrounding white space is dropped, a missing scheme becomes
 * `https://`. A user name in it is refused: it would be stored and shown with the address.
 */
export function parsePublicUrl(text: string, policy: AddressPolicy): ParsedUrl {
  const given = text.trim();
  if (given.length > MAX_URL_CHARACTERS) return refused("must have at most 8,192 characters");
  if (/[\p{Cc}\\]/u.test(given)) {
    return refused("must not contain control characters or backslashes (%5C stands for one)");
  }
  const absolute = withScheme(given);
  if (!absolute || !URL.canParse(absolute)) return refused(NOT_A_WEB_ADDRESS);
  const url = new URL(absolute);
  if (url.username || url.password) {
    return refused("must not contain a user name or password (send an Authorization header)");
  }
  const problem = problemOfUrl(url, policy);
  return problem ? refused(problem) : { ok: true, url };
}

/** The host, with its port where it is not the scheme's own, of an address given by a user; empty when it has none. */
export function hostOf(text: string): string {
  const absolute = withScheme(text.trim());
  return absolute && URL.canParse(absolute) ? new URL(absolute).host : "";
}

/** A URL without its user name and password; any other text as it is. */
export function withoutCredentials(text: string): string {
  const url = URL.parse(text);
  if (!url?.username && !url?.password) return text;
  return Object.assign(url, { username: "", password: "" }).href;
}

/** What forbids calling a URL, from a user or met on the way; null: nothing does. */
export function problemOfUrl(url: URL, policy: AddressPolicy): string | null {
  if (url.protocol !== "http:" && url.protocol !== "https:") return NOT_A_WEB_ADDRESS;
  if (isOwnHost(url, policy) && url.pathname !== SMOKE_PAGE_PATH) {
    return "must not be an address of this service itself";
  }
  if (!isPublicHost(url.hostname, policy)) {
    return "must have a public host: a name with a dot or an IP address, none that is local, private or reserved";
  }
  if (!isAllowedPort(url, policy)) {
    return `must use a port of the web, such as 443 or 8080 (${url.port} belongs to another service)`;
  }
  return null;
}

/** Whether a host, as a URL's `hostname` writes it, is a public name or address. */
export function isPublicHost(hostname: string, policy: AddressPolicy): boolean {
  if (policy.allowPrivateNetwork) return true;
  const host = canonicalHost(hostname);
  if (!host) return false;
  return isIpAddress(host) ? isPublicAddress(host) : isPublicName(host);
}

/** Whether a URL's port is none that browsers refuse, nor that of a common internal service. */
export function isAllowedPort(url: URL, policy: AddressPolicy): boolean {
  if (url.port === "") return true;
  const port = Number(url.port);
  if (BROWSER_REFUSED_PORTS.has(port)) return false;
  return policy.allowPrivateNetwork || !INTERNAL_SERVICE_PORTS.has(port);
}

/**
 * Wildcard patterns, as Chromium's Fetch domain takes them, of every URL that may have to be refused. They let
 * through too much, never too little, but for names without a dot; the decision is that of `problemOfUrl`.
 */
export function privateHostPatterns({ allowPrivateNetwork, ownHosts }: AddressPolicy): string[] {
  const own = ownHosts.map((host) => {
    const [, name, port] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
    return port && port !== "80" && port !== "443" ? `*:${port}/*` : `*://${name}*`;
  });
  if (allowPrivateNetwork) return own;
  const digits = Array.from({ length: 10 }, (_, digit) => `*://${digit}*`);
  const names = PRIVATE_ENDINGS.flatMap((name) =>
    ["/*", ":*", "./*", ".:*"].map((end) => `*.${name}${end}`),
  );
  const ports = [...INTERNAL_SERVICE_PORTS].map((port) => `*:${port}/*`);
  // A user name stands before the host, and ".." may be a host's.
  return [...own, ...digits, "*://[*", "*://localhost*", "*://*@*", "*..*", ...names, ...ports];
}

/**
 * The source of a regular expression that matches every URL, as a URL's `href` writes it, that `problemOfUrl` refuses,
 * and every IPv6 address. For code that runs in a page, where these functions are not.
 */
export function refusedUrlSource({ allowPrivateNetwork, ownHosts }: AddressPolicy): string {
  const own = ownHosts.map(sourceOfOwnHost);
  const ports = `[^/]*:(${[...INTERNAL_SERVICE_PORTS].join("|")})/`;
  const addresses = `(?=\\d+(\\.\\d+){3}[:/])(${NOT_PUBLIC_IPV4_RANGES.map(sourceOfRange).join("|")})`;
  const privateNames = `[^:/]+\\.(${PRIVATE_ENDINGS.join("|")})\\.?[:/]`;
  const closed = [ports, "\\[", addresses, "[^.:/]+\\.?[:/]", "[^:/]*\\.\\.", privateNames];
  const refused = allowPrivateNetwork ? own : [...own, ...closed];
  const matchesNothing = "(?!)";
  return `^[a-z]+://([^/@]*@)?(?![^/@]*@)(${refused.join("|") || matchesNothing})`;
}

function sourceOfOwnHost(own: string): string {
  const [host = "", port] = own.split(/:(?=\d+$)/);
  const name = LOOPBACK.test(host)
    ? LOOPBACK.source.slice(1, -1).replace(".+", "[^:/]+")
    : host.replace(/[.[\]]/g, "\\$&");
  // The ports of the web are left out of a URL.
  const isOfWeb = port === "80" || port === "443";
  return `${name}\\.?${port ? `(:${port})${isOfWeb ? "?" : ""}` : "(:\\d+)?"}/`;
}

/** What the addresses of an IPv4 range begin with. */
function sourceOfRange(range: string): string {
  const [start = "", length] = range.split("/");
  const octets = start.split(".");
  const whole = Math.floor(Number(length) / 8);
  const fixed = octets.slice(0, whole).join("\\.");
  if (whole === 4) return `${fixed}[:/]`;
  if (Number(length) % 8 === 0) return `${fixed}\\.`;
  const next = Array.from(
    { length: 2 ** (8 - (Number(length) % 8)) },
    (_, n) => Number(octets[whole]) + n,
  );
  return `${[...octets.slice(0, whole), `(${next.join("|")})`].join("\\.")}\\.`;
}

/** Whether the text of an IP address, in brackets or not, is global unicast; never with a zone id. */
export function isPublicAddress(ip: string): boolean {
  const bare = ip.replace(/^\[(.*)\]$/, "$1");
  if (!bare.includes(":")) {
    // Only the plain form: readers disagree about others (010.0.0.1 is 8.0.0.1 to some, 10.0.0.1 to others).
    return canonicalHost(bare) === bare && isIpAddress(bare) && !isWithin(bare, NOT_PUBLIC_IPV4);
  }
  const host = canonicalHost(`[${bare}]`);
  if (!host) return false;
  const address = host.slice(1, -1);
  return isWithin(address, GLOBAL_UNICAST_IPV6) && !isWithin(address, NOT_PUBLIC_IPV6);
}

function refused(problem: string): ParsedUrl {
  return { ok: false, problem };
}

function withScheme(text: string): string | null {
  if (/^https?:\/\/[^/]/i.test(text)) return text;
  if (/^\/\/[^/]/.test(text)) return `https:${text}`;
  if (text.startsWith("/")) return null;
  // In `localhost:3000` and `example.com:8080/path` a port follows the colon: no scheme.
  const isHostWithPort = /^[^/?#:@]+:\d+([/?#]|$)/.test(text);
  const hasOtherScheme = /^[a-z][a-z0-9+.-]*:/i.test(text) && !isHostWithPort;
  return hasOtherScheme ? null : `https://${text}`;
}

function isOwnHost(url: URL, policy: AddressPolicy): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return policy.ownHosts.some((own) => {
    const [ownHost = "", ownPort = port] = own.split(/:(?=\d+$)/);
    return ownPort === port && sameMachine(ownHost) === sameMachine(url.hostname);
  });
}

/** One spelling for every name and address under which a machine reaches itself. */
function sameMachine(hostname: string): string | null {
  const host = canonicalHost(hostname);
  return host && LOOPBACK.test(host) ? "localhost" : host;
}

/** The host as a URL serialises it, without the dot of the root; null when it is none. */
function canonicalHost(hostname: string): string | null {
  if (/[/?#@\\]/.test(hostname) || !URL.canParse(`http://${hostname}`)) return null;
  return new URL(`http://${hostname}`).hostname.replace(/\.$/, "");
}

/** Whether a host, as a URL's `hostname` writes it, is an IP address. */
export function isIpAddress(host: string): boolean {
  // A URL's host that ends in a number has been read as IPv4 and is written in four decimals.
  return host.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

function isPublicName(host: string): boolean {
  const labels = host.split(".");
  return labels.length > 1 && !labels.includes("") && !PRIVATE_NAME.test(host);
}

function isWithin(address: string, rangePrefixes: readonly string[]): boolean {
  const bits = bitsOf(address);
  return rangePrefixes.some((prefix) => bits.startsWith(prefix));
}

function prefixOf(range: string): string {
  const [start = "", length] = range.split("/");
  return bitsOf(start).slice(0, Number(length));
}

/** An address as text of zeros and ones: 32 of them for IPv4, 128 for IPv6. */
function bitsOf(address: string): string {
  if (!address.includes(":")) return binary(address.split("."), 10, 8);
  const [start = [], end = []] = address.split("::").map((half) => half.split(":").filter(Boolean));
  const zeros = Array<string>(8 - start.length - end.length).fill("0");
  return binary([...start, ...zeros, ...end], 16, 16);
}

function binary(parts: readonly string[], radix: number, bitsPerPart: number): string {
  return parts
    .map((part) => Number.parseInt(part, radix).toString(2).padStart(bitsPerPart, "0"))
    .join("");
}

const MAX_URL_CHARACTERS = 8192;

/** The one page of the service itself that may be captured: it has no input but a number, and calls nothing. */
const SMOKE_PAGE_PATH = "/smoke-page";

const NOT_A_WEB_ADDRESS =
  "must be an absolute http:// or https:// address, such as https://example.com/page";

const LOOPBACK =
  /^((.+\.)?localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|\[::ffff:(7f..:[0-9a-f]+|0:0)\])$/;

const PRIVATE_ENDINGS = [
  ...["localhost", "local", "localdomain", "internal", "intranet", "private", "corp", "home"],
  ...["lan", "svc", "arpa", "test", "onion"],
];

const PRIVATE_NAME = new RegExp(`\\.(${PRIVATE_ENDINGS.join("|")})$`);

// IANA's IPv4 special-purpose registry, and multicast.
const NOT_PUBLIC_IPV4_RANGES = [
  "0.0.0.0/8", // this network
  "10.0.0.0/8", // private
  "100.64.0.0/10", // shared address space of carriers
  "127.0.0.0/8", // loopback
  "168.63.129.16/32", // Azure's platform services, public only in form
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

const NOT_PUBLIC_IPV4 = NOT_PUBLIC_IPV4_RANGES.map(prefixOf);

// All else is loopback, private, link-local, multicast, or carries an IPv4 address inside.
const GLOBAL_UNICAST_IPV6 = ["2000::/3"].map(prefixOf);

const NOT_PUBLIC_IPV6 = [
  "2001::/23", // protocol assignments, Teredo
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4: an IPv4 address inside
  "2620:4f:8000::/48", // AS112: answered by the nearest network
  "3fff::/20", // documentation
].map(prefixOf);

// The bad ports of the Fetch standard, and 0.
const BROWSER_REFUSED_PORTS = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
  6669, 6679, 6697, 10080,
]);

// Databases, queues, caches, control planes, remote access: what answers inside a network only.
const INTERNAL_SERVICE_PORTS = new Set([
  88, 138, 162, 445, 873, 1080, 1433, 1434, 1521, 1883, 2181, 2375, 2376, 2377, 2379, 2380, 3128,
  3260, 3268, 3269, 3306, 3389, 4222, 4369, 4505, 4506, 5432, 5433, 5671, 5672, 5900, 5901, 5984,
  5985, 5986, 6379, 6380, 6443, 7199, 7473, 7474, 7687, 8086, 8125, 8200, 8300, 8301, 8302, 8500,
  8501, 8600, 8883, 9042, 9092, 9160, 9200, 9300, 10250, 10255, 10256, 10257, 10259, 11211, 11300,
  15672, 16379, 25672, 26379, 27017, 27018, 27019, 28015, 28017, 33060, 50070, 61616,
]);
