import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../failure.mjs";
import { ROOT } from "../root.mjs";

/** Answers a secret that may be deployed. */
export async function checkSecret(name, value) {
  const example = await readFile(join(ROOT, ".dev.vars.example"), "utf8");
  if (example.split(/\r?\n/).includes(`${name}=${value}`)) {
    throw new Failure(`${name} is the one for development, which everybody knows: choose another.`);
  }
  if (name === "ENCRYPTION_KEY" && !isKey(value)) {
    throw new Failure(
      "ENCRYPTION_KEY must be 32 bytes in base64, as `openssl rand -base64 32` makes them.",
    );
  }
  return value;
}

function isKey(text) {
  const bytes = Buffer.from(text, "base64");
  return bytes.length === 32 && bytes.toString("base64") === text;
}
