const encoder = new TextEncoder();

/** Hex SHA-256 of a text: how keys are stored and looked up. */
export async function sha256Hex(text: string): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
}

/** Lower-case hex of some bytes. */
export function hex(bytes: ArrayBuffer | Uint8Array): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A fresh random value of so many bytes, as lower-case hex. */
export function randomHex(byteLength: number): string {
  return hex(crypto.getRandomValues(new Uint8Array(byteLength)));
}

/** Encrypts a secret with AES-256-GCM; the answer is base64 of nonce and ciphertext. */
export async function seal(secret: string, encryptionKey: string): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const key = await importKey(encryptionKey);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce },
    key,
    encoder.encode(secret),
  );
  return toBase64(new Uint8Array([...nonce, ...new Uint8Array(sealed)]));
}

/** Decrypts what `seal` made; throws when the key is another one or the text was changed. */
export async function unseal(sealed: string, encryptionKey: string): Promise<string> {
  const bytes = fromBase64(sealed);
  const key = await importKey(encryptionKey);
  const secret = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: bytes.slice(0, NONCE_BYTES) },
    key,
    bytes.slice(NONCE_BYTES),
  );
  return new TextDecoder().decode(secret);
}

const NONCE_BYTES = 12;

async function importKey(encryptionKey: string): Promise<CryptoKey> {
  const raw = fromBase64(encryptionKey);
  if (raw.length !== 32) throw new Error("ENCRYPTION_KEY must be 32 bytes in base64");
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
