/** What is signed: the message's id, when it is sent, and its exact text. */
export interface WebhookMessage {
  /** Signing secrets, `whsec_` and 24 to 64 bytes in base64; while one is rotated, old and new. */
  secrets: readonly string[];
  id: string;
  timestampSeconds: number;
  body: string;
}

/** The headers of Standard Webhooks; the signature is one `v1,<base64>` per secret. */
export type SignatureHeaders = Record<
  "webhook-id" | "webhook-timestamp" | "webhook-signature",
  string
>;

/** Signs a webhook as Standard Webhooks asks; throws when there is no secret, or a malformed one. */
export async function signWebhook(message: WebhookMessage): Promise<SignatureHeaders> {
  const { secrets, id, timestampSeconds, body } = message;
  if (secrets.length === 0) throw new Error("a webhook needs at least one signing secret");
  const signed = new TextEncoder().encode(`${id}.${timestampSeconds}.${body}`);
  const signatures = await Promise.all(secrets.map((secret) => signatureOf(signed, secret)));
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestampSeconds),
    "webhook-signature": signatures.join(" "),
  };
}

async function signatureOf(signed: Uint8Array, secret: string): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", keyOf(secret), algorithm, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, signed);
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(signature)))}`;
}

function keyOf(secret: string): Uint8Array<ArrayBuffer> {
  const base64 = /^whsec_([A-Za-z0-9+/]{32,86}={0,2})$/.exec(secret)?.[1];
  if (!base64) throw new Error(MALFORMED_SECRET);
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    throw new Error(MALFORMED_SECRET);
  }
}

const MALFORMED_SECRET = "a webhook signing secret must be whsec_ and 24 to 64 bytes in base64";
