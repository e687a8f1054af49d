import { parseArgs } from "node:util";
import { Failure } from "../failure.mjs";

const usage = (names) => `npm run smoke -- <address of the service> [options]

  Checks a running service from outside. ADMIN_TOKEN is read from the environment. It creates an account and deletes
  it at the end; the checks take about 40 pictures.
    --url            a page of yours, to be captured too
    --webhook-url    a receiver that you can read (a service on this machine gets one from the script)
    --dns-error-url  an address whose name does not exist (https://does-not-exist.invalid/)
    --tls-error-url  an address with a bad certificate (https://expired.badssl.com/)
    --timeout        seconds for all checks (600)
    --skip           names of checks, separated by commas: ${names.join(", ")}`;

const OPTIONS = {
  url: { type: "string" },
  "webhook-url": { type: "string" },
  "dns-error-url": { type: "string" },
  "tls-error-url": { type: "string" },
  timeout: { type: "string", default: "600" },
  skip: { type: "string", default: "" },
  help: { type: "boolean", short: "h" },
};

/** What the command line and the environment say; `names` are the checks that may be skipped. */
export function readArguments(names, environment = process.env) {
  const { values, positionals } = parse(names);
  const [address] = positionals;
  if (values.help || !address) throw new Failure(usage(names));
  if (!/^https?:/.test(address) || !URL.canParse(address)) {
    throw new Failure(`${address} is not an http:// or https:// address.`);
  }
  if (!environment.ADMIN_TOKEN) {
    throw new Failure("Set ADMIN_TOKEN to the service's admin token: it creates the account.");
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
    // Without them nothing leaves this machine for a service that runs on it.
    dnsErrorUrl: values["dns-error-url"] ?? (isLocal ? null : "https://does-not-exist.invalid/"),
    tlsErrorUrl: values["tls-error-url"] ?? (isLocal ? null : "https://expired.badssl.com/"),
    skip: namesOf(values.skip, names),
  };
}

function parse(names) {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new Failure(`${error.message}\n\n  ${usage(names)}`);
  }
}

function namesOf(text, names) {
  const given = text.split(",").map((name) => name.trim());
  const skipped = given.filter((name) => name !== "");
  const unknown = skipped.find((name) => !names.includes(name));
  if (unknown) throw new Failure(`There is no check "${unknown}": ${names.join(", ")}.`);
  return new Set(skipped);
}
