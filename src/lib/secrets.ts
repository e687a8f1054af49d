import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

// Scripts import this file in Node: it has no imports of the project.

const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Hex SHA-256 of a text: how keys are stored and looked up. */
export function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A new random value of so many bytes, as lower-case hex. */
export function randomHex(byteLength: number): string {
  return Buffer.from(randomBytes(byteLength)).toString("hex");
}

/** Encrypts a secret with AES-256-GCM. Returns base64 of nonce, ciphertext and tag. */
export function seal(secret: string, encryptionKey: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, aesKeyOf(encryptionKey), nonce);
  const ciphertext = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]).toString("base64");
}

/** Decrypts what `seal` made; throws when the key is another one or the text was changed. */
export function unseal(sealed: string, encryptionKey: string): string {
  const bytes = Buffer.from(sealed, "base64");
  const nonce = bytes.subarray(0, NONCE_BYTES);
  // Refuses a shorter tag, which is easier to forge.
  const options = { authTagLength: TAG_BYTES };
  const decipher = createDecipheriv(ALGORITHM, aesKeyOf(encryptionKey), nonce, options);
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const ciphertext = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString("utf8");
}

function aesKeyOf(encryptionKey: string): Buffer {
  const key = Buffer.from(encryptionKey, "base64");
  if (key.length !== 32) throw new Error("ENCRYPTION_KEY must be 32 bytes in base64");
  return key;
}
