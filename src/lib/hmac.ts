import { timingSafeEqual } from "node:crypto";
import { hex } from "./secrets";

/** Hex HMAC of a text. */
export async function hmacHex(
  hash: "SHA-1" | "SHA-256",
  key: string,
  text: string,
): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash };
  const imported = await crypto.subtle.importKey("raw", encoder.encode(key), algorithm, false, [
    "sign",
  ]);
  return hex(await crypto.subtle.sign("HMAC", imported, encoder.encode(text)));
}

/** Whether two hex texts are equal, in either letter case; how long it takes tells nothing of where they differ. */
export function isSameHex(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given.toLowerCase()), Buffer.from(expected.toLowerCase())];
  return a.length === b.length && timingSafeEqual(a, b);
}
