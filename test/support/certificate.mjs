import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

/** The key and the certificate of the test site's HTTPS pages. Used only in tests. */
export const CERTIFICATE = readFileSync(new URL("certificate.pem", import.meta.url));

const publicKey = new X509Certificate(CERTIFICATE).publicKey.export({
  type: "spki",
  format: "der",
});
const fingerprint = createHash("sha256").update(publicKey).digest("base64");

/** A flag that makes Chromium trust this certificate. */
export const TRUST_CERTIFICATE = `--ignore-certificate-errors-spki-list=${fingerprint}`;
