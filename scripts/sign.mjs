import { createHmac } from "node:crypto";
import { parseArgs } from "node:util";

const USAGE = `npm run sign -- <url> [option=value ...]

Prints a link that anyone may open: it captures <url> with these options, and nothing else.
From the environment: BASE_URL (http://127.0.0.1:8787), PUBLISHABLE_KEY (dev-publishable-key),
SECRET_TOKEN (dev-secret-token).
  --hash           the form of the original API: hash_key, which binds the url only
  --expires <sec>  ends so many seconds from now (not with --hash)

  npm run sign -- https://example.com/ fullpage=true --expires 3600`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { hash: { type: "boolean" }, expires: { type: "string" }, help: { type: "boolean" } },
});
const [url, ...options] = positionals;
if (values.help || !url) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 1);
}

const {
  BASE_URL = "http://127.0.0.1:8787",
  PUBLISHABLE_KEY = "dev-publishable-key",
  SECRET_TOKEN = "dev-secret-token",
} = process.env;

const query = new URLSearchParams({ url, access_token: PUBLISHABLE_KEY });
for (const option of options) {
  const [name, ...value] = option.split("=");
  query.set(name, value.join("="));
}
if (values.hash) {
  query.set("hash_key", createHmac("sha1", SECRET_TOKEN).update(url).digest("hex"));
} else {
  if (values.expires)
    query.set("expires", String(Math.floor(Date.now() / 1_000) + Number(values.expires)));
  query.append(
    "signature",
    createHmac("sha256", SECRET_TOKEN).update(query.toString()).digest("hex"),
  );
}
console.log(`${BASE_URL}/snap?${query}`);
