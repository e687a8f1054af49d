import { checkCache, checkEdgeCache, checkKeyRotation } from "./cache.mjs";
import { checkConfiguration } from "./configuration.mjs";
import {
  checkBrowserSessions,
  checkHealth,
  checkRateLimit,
  checkRemoteAddress,
  checkUsage,
} from "./operation.mjs";
import { checkDnsError, checkOwnHost, checkTlsError } from "./refusals.mjs";
import {
  checkFirstSnap,
  checkLargePng,
  checkOtherHost,
  checkParallelSnaps,
  checkTallPage,
} from "./snaps.mjs";
import { checkWebhook } from "./webhook.mjs";

/** Every check, in order. Usage comes after all pictures, the rate limit last: it uses up the limit of the key. */
export const CHECKS = [
  { name: "health", run: checkHealth },
  { name: "first snap", run: checkFirstSnap },
  { name: "other host", run: checkOtherHost },
  { name: "cache", run: checkCache },
  { name: "edge cache", run: checkEdgeCache },
  { name: "parallel snaps", run: checkParallelSnaps },
  { name: "tall page", run: checkTallPage },
  { name: "large png", run: checkLargePng },
  { name: "dns error", run: checkDnsError },
  { name: "tls error", run: checkTlsError },
  { name: "own host", run: checkOwnHost },
  { name: "remote address", run: checkRemoteAddress },
  { name: "configuration", run: checkConfiguration },
  { name: "webhook", run: checkWebhook },
  { name: "usage", run: checkUsage },
  { name: "key rotation", run: checkKeyRotation },
  { name: "browser sessions", run: checkBrowserSessions },
  { name: "rate limit", run: checkRateLimit },
];
