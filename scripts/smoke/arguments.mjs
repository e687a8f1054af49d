import { parseArguments } from "../arguments.mjs";
import { Failure } from "../failure.mjs";

const usageText = (names) => `npm run smoke -- <address of the service> [options]

  Checks a running service from outside. Set ADMIN_TOKEN in the environment. The script creates an account, takes about
  40 pictures and deletes the account at the end.
    --url            a page of yours that is captured, too
    --webhook-url    a webhook receiver of yours (for a service on this machine the script starts one)
    --dns-error-url  a URL whose host name does not exist (https://does-not-exist.invalid/)
    --tls-error-url  a URL with a bad certificate (https://expired.badssl.com/)
    --timeout        seconds for all checks (600)
    --skip           names of checks to skip, separated by commas: ${names.join(", ")}`;

const OPTIONS = {
  url: { type: "string" },
  "webhook-url": { type: "string" },
  "dns-error-url": { type: "string" },
  "tls-error-url": { type: "string" },
  timeout: { type: "string", default: "600" },
  skip: { type: "string", default: "" },
  help: { type: "boolean", short: "h" },
};

/** Reads the settings from the command line and the environment. `names` are the names of the checks. */
export function readSmokeArguments(names, environment = process.env) {
  const { values, positionals } = parseArguments(OPTIONS, usageText(names));
  const [address] = positionals;
  if (values.help || !address) throw new Failure(usageText(names));
  if (!/^https?:/.test(address) || !URL.canParse(address)) {
    throw new Failure(`${address} is not an http:// or https:// address.`);
  }
  if (!environment.ADMIN_TOKEN) {
    throw new Failure(
      "Set ADMIN_TOKEN to the admin token of the service: the script creates an account with it.",
    );
  }
  const timeoutSeconds = Number(values.timeout);
  if (!(timeoutSeconds > 0)) throw new Failure("--timeout takes a number of seconds above 0.");
  const { origin, hostname } = new URL(address);
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  return {
    origin,
    isLocal,
    timeoutSeconds,
    adminToken: environment.ADMIN_TOKEN,
    url: values.url,
    webhookUrl: values["webhook-url"],
    // A check of a local service sends no requests to the internet by default.
    dnsErrorUrl: values["dns-error-url"] ?? (isLocal ? null : "https://does-not-exist.invalid/"),
    tlsErrorUrl: values["tls-error-url"] ?? (isLocal ? null : "https://expired.badssl.com/"),
    skip: readSkippedNames(values.skip, names),
  };
}

function readSkippedNames(text, names) {
  const skipped = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const unknown = skipped.find((name) => !names.includes(name));
  if (unknown)
    throw new Failure(`There is no check "${unknown}". The checks are: ${names.join(", ")}.`);
  return new Set(skipped);
}
