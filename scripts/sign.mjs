// npm run sign -- <url>: prints a signed link to a capture.
import { createHmac } from "node:crypto";
import { parseArguments } from "./arguments.mjs";
import { Failure, runScript } from "./failure.mjs";

const USAGE = `npm run sign -- <url> [option=value ...] [--expires <seconds>] [--hash]

  Prints a link that anyone can open. It captures <url> with exactly these options.
  Environment variables and their defaults: BASE_URL (http://127.0.0.1:PORT),
  PUBLISHABLE_KEY (dev-publishable-key), SECRET_TOKEN (dev-secret-token).
    --expires  the link expires after this number of seconds
    --hash     signs like the original API, with hash_key: it covers only the url and never expires

  npm run sign -- https://example.com/ fullpage=true --expires 3600`;

const OPTIONS = {
  hash: { type: "boolean" },
  expires: { type: "string" },
  help: { type: "boolean", short: "h" },
};

/** Options that the service refuses with a hash_key, which does not cover them. */
const REFUSED_WITH_HASH =
  /^(js_inject|css_inject|headers|cookies|multi_step_actions)=|^ttl=[0-5]?\d$/;

runScript(() => {
  const { url, options, expires, hash } = readSignArguments();
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

function readSignArguments() {
  const { values, positionals } = parseArguments(OPTIONS, USAGE);
  const [url, ...options] = positionals;
  if (!url || values.help) throw new Failure(USAGE);
  if (!/^https?:\/\//i.test(url))
    throw new Failure(`${url} is not an http:// or https:// address.`);
  const invalid = options.find((option) => !option.includes("="));
  if (invalid) throw new Failure(`${invalid} is not an option: write it as name=value.`);
  const expires = values.expires === undefined ? undefined : Number(values.expires);
  if (expires !== undefined && !(Number.isInteger(expires) && expires > 0)) {
    throw new Failure("--expires takes a whole number of seconds greater than 0.");
  }
  if (expires && values.hash)
    throw new Failure("A hash_key never expires: remove --hash or --expires.");
  const refused = values.hash ? options.filter((option) => REFUSED_WITH_HASH.test(option)) : [];
  if (refused.length > 0) {
    throw new Failure(`A hash_key does not allow ${refused.join(", ")}: remove --hash.`);
  }
  const pairs = options.map((option) => [
    option.split("=")[0],
    option.slice(option.indexOf("=") + 1),
  ]);
  return { url, options: Object.fromEntries(pairs), expires, hash: values.hash };
}
