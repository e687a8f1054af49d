import { isIpAddress, isPublicAddress } from "./ip-ranges";

/** Names and addresses under which a machine reaches itself. */
export const LOOPBACK_HOST =
  /^((.+\.)?localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|\[::ffff:(7f..:[0-9a-f]+|0:0)\])$/;

/** Last labels of names that are not public. */
export const PRIVATE_ENDINGS = [
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
];

const PRIVATE_NAME = new RegExp(`\\.(${PRIVATE_ENDINGS.join("|")})$`);

/** Whether a host, as a URL's `hostname` writes it, is a public name or address. */
export function isPublicHost(
  hostname: string,
  { allowPrivateNetwork }: { allowPrivateNetwork: boolean },
): boolean {
  if (allowPrivateNetwork) return true;
  const host = canonicalHost(hostname);
  if (!host) return false;
  return isIpAddress(host) ? isPublicAddress(host) : isPublicName(host);
}

/** Whether a URL leads to one of these hosts: `host:port`, or `host` for every port of it. */
export function isOneOfHosts(url: URL, hosts: readonly string[]): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return hosts.some((text) => {
    const [host = "", ownPort = port] = text.split(/:(?=\d+$)/);
    return ownPort === port && machineOf(host) === machineOf(url.hostname);
  });
}

/** The host, with `localhost` for every name and address of the machine itself. */
function machineOf(hostname: string): string | null {
  const host = canonicalHost(hostname);
  return host && LOOPBACK_HOST.test(host) ? "localhost" : host;
}

/** The host as a URL serialises it, without the dot of the root; null when the text is no host. */
function canonicalHost(hostname: string): string | null {
  if (/[/?#@\\]/.test(hostname) || !URL.canParse(`http://${hostname}`)) return null;
  return new URL(`http://${hostname}`).hostname.replace(/\.$/, "");
}

function isPublicName(host: string): boolean {
  const labels = host.split(".");
  return labels.length > 1 && !labels.includes("") && !PRIVATE_NAME.test(host);
}
