import type { CDPEvents } from "@cloudflare/puppeteer";
import type { Env } from "../../env";
import { isPublicAddress } from "../../lib/ip-ranges";
import { withTimeout } from "../../lib/timeout";
import { type ContextRequest, withContext } from "./connect";
import { NO_BODIES } from "./devtools-commands";
import { SessionLost } from "./losses";
import type { RemoteAddress } from "./pool-protocol";

type Settings = Pick<
  Env,
  "CHECK_REMOTE_ADDRESS" | "REMOTE_ADDRESS_PROBE_URL" | "ALLOW_PRIVATE_NETWORK"
>;

/** Whether a session must be probed before its captures are checked. */
export function needsProbe(env: Settings): boolean {
  return (
    env.CHECK_REMOTE_ADDRESS === "auto" &&
    env.ALLOW_PRIVATE_NETWORK !== "true" &&
    env.REMOTE_ADDRESS_PROBE_URL !== ""
  );
}

/** Whether the address of every response is checked in captures on a session. */
export function checksRemoteAddress(env: Settings, session: RemoteAddress): boolean {
  if (env.CHECK_REMOTE_ADDRESS === "false" || env.ALLOW_PRIVATE_NETWORK === "true") return false;
  return needsProbe(env) ? session === "real" : true;
}

/**
 * Loads a known public page in a context of its own, within 4 s. A page that does not load is `unavailable`: nothing
 * says then that addresses are real. Throws `SessionLost` when the session is gone.
 */
export async function probeRemoteAddress(
  place: ContextRequest,
  url: string,
): Promise<RemoteAddress> {
  const probing = withContext(place, async ({ context }) => {
    const page = await context.newPage();
    const client = await page.createCDPSession();
    const address = new Promise<string | undefined>((resolve) => {
      client.on("Network.responseReceived", ({ type, response }) => {
        if (type === "Document") resolve(response.remoteIPAddress);
      });
    });
    await client.send("Network.enable", NO_BODIES);
    await page.goto(url, { timeout: LOAD_TIMEOUT_MS });
    return address;
  });
  try {
    return remoteAddressOf(
      await withTimeout(PROBE_TIMEOUT_MS, probing, () => new Error("too late")),
    );
  } catch (error) {
    if (error instanceof SessionLost) throw error;
    return "unavailable";
  }
}

const LOAD_TIMEOUT_MS = 3_000;
const PROBE_TIMEOUT_MS = 4_000;

/** What the address of a known public page says about its session. */
export function remoteAddressOf(address: string | undefined): RemoteAddress {
  return address && isPublicAddress(address) ? "real" : "unavailable";
}

/** What DevTools tells of a response. */
export type WebResponse = Pick<
  CDPEvents["Network.responseReceived"]["response"],
  "remoteIPAddress" | "headers"
>;

/**
 * What forbids a web response by the address it came from; null: nothing does. Chromium tells the address of cached
 * responses too, and of no `data:` or `blob:` one; without an address nothing vouches for a response.
 */
export function problemOfRemoteAddress({ remoteIPAddress, headers }: WebResponse): string | null {
  if (remoteIPAddress) return isPublicAddress(remoteIPAddress) ? null : "a private address";
  // A redirect that the browser makes by itself, from http to https, comes from no address.
  if (headers["Non-Authoritative-Reason"]) return null;
  return "which answered from an address that the browser does not tell";
}

/** Whether an address space of DevTools is not public; Chromium has renamed them (`Local`, `Private` → `Loopback`, `Local`). */
export function isPrivateSpace(addressSpace: string): boolean {
  return ["Loopback", "Local", "Private"].includes(addressSpace);
}
