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

/** Whether a session must be probed before the addresses of its responses can be checked. */
export function needsProbe(env: Settings): boolean {
  return (
    env.CHECK_REMOTE_ADDRESS === "auto" &&
    env.ALLOW_PRIVATE_NETWORK !== "true" &&
    env.REMOTE_ADDRESS_PROBE_URL !== ""
  );
}

/** Whether captures on a session check the IP address of every response. */
export function checksRemoteAddress(env: Settings, session: RemoteAddress): boolean {
  if (env.CHECK_REMOTE_ADDRESS === "false" || env.ALLOW_PRIVATE_NETWORK === "true") return false;
  return needsProbe(env) ? session === "real" : true;
}

/**
 * Loads a known public page in a new context, within 4 s, and checks the address that the session reports. If the page
 * does not load, the result is `unavailable`: then nothing proves that addresses are real.
 *
 * @throws SessionLost when the session has ended or does not answer.
 */
export async function probeRemoteAddress(
  request: ContextRequest,
  url: string,
): Promise<RemoteAddress> {
  const probing = withContext(request, async ({ context }) => {
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
      await withTimeout(PROBE_TIMEOUT_MS, probing, () => new Error("The probe took too long")),
    );
  } catch (error) {
    if (error instanceof SessionLost) throw error;
    return "unavailable";
  }
}

const LOAD_TIMEOUT_MS = 3_000;
const PROBE_TIMEOUT_MS = 4_000;

/** Whether the session reports real addresses, by the address that it reported for a known public page. */
export function remoteAddressOf(address: string | undefined): RemoteAddress {
  return address && isPublicAddress(address) ? "real" : "unavailable";
}

/** What DevTools reports about a response. */
export type WebResponse = Pick<
  CDPEvents["Network.responseReceived"]["response"],
  "remoteIPAddress" | "headers"
>;

/**
 * Why a response is refused because of the address it came from; null when it is allowed. Chromium reports the address
 * of cached responses too, and none for `data:` and `blob:` URLs. A web response without an address is refused: nothing
 * proves that it is public.
 */
export function problemOfRemoteAddress({ remoteIPAddress, headers }: WebResponse): string | null {
  if (remoteIPAddress) return isPublicAddress(remoteIPAddress) ? null : "a private address";
  // A redirect that the browser makes itself, from http to https, has no address.
  if (headers["Non-Authoritative-Reason"]) return null;
  return "which answered from an address that the browser does not report";
}

/**
 * Whether an address space of DevTools is not public. Chromium renamed them: `Local`, `Private` → `Loopback`, `Local`.
 */
export function isPrivateSpace(addressSpace: string): boolean {
  return ["Loopback", "Local", "Private"].includes(addressSpace);
}
