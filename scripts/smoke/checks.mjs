import { cache, edgeCache, keyRotation } from "./cache.mjs";
import { configurationLife } from "./configuration.mjs";
import { browserSessions, health, rateLimit, remoteAddress, usage } from "./operation.mjs";
import { dnsError, ownHost, tlsError } from "./refusals.mjs";
import { firstSnap, largePng, otherHost, parallel, tallPage } from "./snaps.mjs";
import { webhook } from "./webhook.mjs";

/** Every check, in order: usage after all pictures, the rate limit last, since it uses up the key's minute. */
export const CHECKS = [
  { name: "health", run: health },
  { name: "first snap", run: firstSnap },
  { name: "other host", run: otherHost },
  { name: "cache", run: cache },
  { name: "edge cache", run: edgeCache },
  { name: "parallel snaps", run: parallel },
  { name: "tall page", run: tallPage },
  { name: "large png", run: largePng },
  { name: "dns error", run: dnsError },
  { name: "tls error", run: tlsError },
  { name: "own host", run: ownHost },
  { name: "remote address", run: remoteAddress },
  { name: "configuration", run: configurationLife },
  { name: "webhook", run: webhook },
  { name: "usage", run: usage },
  { name: "key rotation", run: keyRotation },
  { name: "browser sessions", run: browserSessions },
  { name: "rate limit", run: rateLimit },
];
