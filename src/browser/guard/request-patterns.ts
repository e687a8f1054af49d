import type { CDPEvents, CDPSession } from "@cloudflare/puppeteer";
import { privateHostPatterns } from "../../lib/url-patterns";
import type { CaptureState } from "../state";
import type { Blocklist } from "./blocklist";
import { hasUserHeaders } from "./user-headers";

export type PausedRequest = CDPEvents["Fetch.requestPaused"];

interface RequestPattern {
  urlPattern: string;
  resourceType?: PausedRequest["resourceType"];
  requestStage?: "Request" | "Response";
}

/** The patterns for `Fetch.enable`: the browser pauses the requests that match one. */
export function requestPatterns(
  { options, policy }: CaptureState,
  blocklist: Blocklist | null,
): RequestPattern[] {
  const closed = policy.allowPrivateNetwork ? [] : [DOCUMENTS, ...OUTLIVING, SPECULATION_RULES];
  // The user's headers are added to each request of the page's origin, and removed from all others.
  if (hasUserHeaders(options)) return [{ urlPattern: "*" }, ...closed];
  const patterns = [...privateHostPatterns(policy), ...(blocklist?.patterns ?? [])];
  return [...patterns.map((urlPattern) => ({ urlPattern })), ...closed];
}

/** `Network.setBlockedURLs` blocks no documents. */
const DOCUMENTS: RequestPattern = { urlPattern: "*", resourceType: "Document" };

/** The files that a `Speculation-Rules` header names. Only their content type tells them from other files. */
const SPECULATION_RULES: RequestPattern = {
  urlPattern: "*",
  resourceType: "Other",
  requestStage: "Response",
};

/** Requests that may outlive their frame: beacons, pings of links, reports. Nothing would watch their redirects. */
const OUTLIVING: RequestPattern[] = [
  { urlPattern: "*", resourceType: "Ping" },
  { urlPattern: "*", resourceType: "CSPViolationReport" },
];

/** Whether a request may outlive its frame. */
export function mayOutliveFrame({ resourceType }: PausedRequest): boolean {
  return OUTLIVING.some((pattern) => pattern.resourceType === resourceType);
}

/**
 * Blocks requests to host names without a dot: no pattern of the Fetch domain matches only those. A browser that does
 * not know `urlPatterns` does not block them; then `watchSentRequests` ends the capture.
 */
export async function blockDotlessNames(session: CDPSession): Promise<void> {
  const send = session.send as unknown as (method: string, params: object) => Promise<void>;
  const blocking = send.call(session, "Network.setBlockedURLs", { urlPatterns: DOTLESS_NAMES });
  await blocking.catch(() => undefined);
}

/** The first pattern that matches decides. */
const DOTLESS_NAMES = [
  { urlPattern: "*://*.*.:*/*", block: false },
  { urlPattern: "*://*.:*/*", block: true },
  { urlPattern: "*://*.*:*/*", block: false },
  // IPv6 addresses.
  { urlPattern: "*://[*]:*/*", block: false },
  { urlPattern: "http://*:*/*", block: true },
  { urlPattern: "https://*:*/*", block: true },
];
