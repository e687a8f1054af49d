import { createHmac } from "node:crypto";

/** A message to sign: its id, its time, and its exact text. */
export interface WebhookMessage {
  /** Each `whsec_` and 24 to 64 bytes in base64; the new and the old one while a secret is rotated. */
  secrets: readonly string[];
  id: string;
  timestampSeconds: number;
  body: string;
}

/** The headers of Standard Webhooks; the signature is one `v1,<base64>` per secret. */
type SignatureHeaders = Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>;

/** Signs a webhook by Standard Webhooks; throws when there is no secret, or a malformed one. */
export function signWebhook(message: WebhookMessage): SignatureHeaders {
  const { secrets, id, timestampSeconds, body } = message;
  if (secrets.length === 0) throw new Error("a webhook needs at least one signing secret");
  const signed = `${id}.${timestampSeconds}.${body}`;
  const signatures = secrets.map((secret) => signatureOf(signed, secret));
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestampSeconds),
    "webhook-signature": signatures.join(" "),
  };
}

function signatureOf(signed: string, secret: string): string {
  return `v1,${createHmac("sha256", signingKeyOf(secret)).update(signed).digest("base64")}`;
}

function signingKeyOf(secret: string): Buffer {
  const base64 = /^whsec_([A-Za-z0-9+/]{32,86}={0,2})$/.exec(secret)?.[1];
  if (!base64 || !hasBase64Length(base64)) {
    throw new Error("a webhook signing secret must be whsec_ and 24 to 64 bytes in base64");
  }
  return Buffer.from(base64, "base64");
}

/** Whether the length is possible, which `Buffer` does not check. Padding is optional, but must be complete. */
function hasBase64Length(base64: string): boolean {
  const rest = base64.length % 4;
  return base64.endsWith("=") ? rest === 0 : rest !== 1;
}
