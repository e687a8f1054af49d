import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

/** Key and certificate of the test site's https pages: made for the tests, and used nowhere else. */
export const CERTIFICATE = readFileSync(new URL("certificate.pem", import.meta.url));

const publicKey = new X509Certificate(CERTIFICATE).publicKey.export({
  type: "spki",
  format: "der",
});
const fingerprint = createHash("sha256").update(publicKey).digest("base64");

/** The flag by which Chromium trusts this certificate, and no other one. */
export const TRUST_CERTIFICATE = `--ignore-certificate-errors-spki-list=${fingerprint}`;
