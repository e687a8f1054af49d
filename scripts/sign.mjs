import { createHmac } from "node:crypto";
import { parseArgs } from "node:util";
import { Failure, runScript } from "./failure.mjs";

const USAGE = `npm run sign -- <url> [option=value ...] [--expires <seconds>] [--hash]

  Prints a link that anyone may open: it captures <url> with these options, and nothing else.
  From the environment: BASE_URL (http://127.0.0.1:PORT), PUBLISHABLE_KEY (dev-publishable-key),
  SECRET_TOKEN (dev-secret-token).
    --expires  ends so many seconds from now
    --hash     the form of the original API: hash_key, which binds the url only and never ends

  npm run sign -- https://example.com/ fullpage=true --expires 3600`;

/** What reaches beyond the address that a hash_key binds. */
const UNBOUND = /^(js_inject|css_inject|headers|cookies|multi_step_actions)=|^ttl=[0-5]?\d$/;

runScript(() => {
  const { url, options, expires, hash } = readArguments();
  const { PORT = "8787", BASE_URL = `http://127.0.0.1:${PORT}` } = process.env;
  const { PUBLISHABLE_KEY = "dev-publishable-key", SECRET_TOKEN = "dev-secret-token" } =
    process.env;
  const hmac = (algorithm, text) => createHmac(algorithm, SECRET_TOKEN).update(text).digest("hex");

  const query = new URLSearchParams({ url, access_token: PUBLISHABLE_KEY, ...options });
  if (expires) query.set("expires", String(Math.floor(Date.now() / 1_000) + expires));
  if (hash) query.set("hash_key", hmac("sha1", url));
  else query.append("signature", hmac("sha256", query.toString()));
  console.log(`${BASE_URL}/snap?${query}`);
});

function readArguments() {
  const { values, positionals } = parse();
  const [url, ...options] = positionals;
  if (!url || values.help) throw new Failure(USAGE);
  if (!/^https?:\/\//i.test(url)) throw new Failure(`${url} is no http:// or https:// address.`);
  const stray = options.find((option) => !option.includes("="));
  if (stray) throw new Failure(`${stray} is no option: write it as name=value.`);
  const expires = values.expires === undefined ? undefined : Number(values.expires);
  if (expires !== undefined && !(Number.isInteger(expires) && expires > 0)) {
    throw new Failure("--expires takes a whole number of seconds greater than 0.");
  }
  if (expires && values.hash)
    throw new Failure("A hash_key never ends: leave --hash or --expires out.");
  const unbound = values.hash ? options.filter((option) => UNBOUND.test(option)) : [];
  if (unbound.length > 0) {
    throw new Failure(`A hash_key does not allow ${unbound.join(", ")}: leave --hash out.`);
  }
  const pairs = options.map((option) => [
    option.split("=")[0],
    option.slice(option.indexOf("=") + 1),
  ]);
  return { url, options: Object.fromEntries(pairs), expires, hash: values.hash };
}

function parse() {
  const options = {
    hash: { type: "boolean" },
    expires: { type: "string" },
    help: { type: "boolean", short: "h" },
  };
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    throw new Failure(`${error.message}\n\n  ${USAGE}`);
  }
}
