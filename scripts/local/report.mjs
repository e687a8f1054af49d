import { DEVELOPMENT_SECRETS } from "../../src/lib/deployment-secrets.ts";
import { DEV_KEYS } from "../dev-account.mjs";

/** Prints the addresses, the keys and a first command. */
export function printReady({ port, demoPort, adminToken, browser }) {
  const origin = `http://127.0.0.1:${port}`;
  const demo = `http://localhost:${demoPort}/`;
  const snap = `${origin}/snap?url=${encodeURIComponent(demo)}&access_token=${DEV_KEYS.privateKey}`;
  console.log(`
  ${bold("PagePixels API")}   ${cyan(origin)}
  Reference        ${cyan(`${origin}/docs`)}
  Demo site        ${cyan(demo)}

  Private key      ${DEV_KEYS.privateKey}
  Publishable key  ${DEV_KEYS.publishableKey}
  Secret token     ${DEV_KEYS.secretToken}
  Webhook secret   ${DEV_KEYS.webhookSecret}
  Admin token      ${adminToken === DEVELOPMENT_SECRETS.ADMIN_TOKEN ? adminToken : "(the one you chose)"}

  Take a screenshot of the demo site:

    ${bold(`curl -o shot.jpg "${snap}"`)}
${browserNote(browser)}`);
}

function browserNote(browser) {
  if (!browser) return dim("\n  No browser was found: the first screenshot downloads one.\n");
  if (!browser.sandboxed)
    return dim(`\n  Chromium runs without its sandbox: ${sandboxProblem()}.\n`);
  return "";
}

function sandboxProblem() {
  return process.getuid() === 0 ? "root cannot use it" : "it does not work on this machine";
}

const bold = (text) => style(1, text);
const dim = (text) => style(2, text);
const cyan = (text) => style(36, text);

function style(code, text) {
  const plain = !process.stdout.isTTY || process.env.NO_COLOR;
  return plain ? text : `\x1b[${code}m${text}\x1b[0m`;
}
