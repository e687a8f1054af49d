import { createHmac, timingSafeEqual } from "node:crypto";

/** Hex HMAC of a text. */
export function hmacHex(hash: "sha1" | "sha256", key: string, text: string): string {
  return createHmac(hash, key).update(text).digest("hex");
}

/** Whether two hex texts are equal, in either letter case; the time it takes does not tell where they differ. */
export function isSameHex(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given.toLowerCase()), Buffer.from(expected.toLowerCase())];
  return a.length === b.length && timingSafeEqual(a, b);
}
