import type { BrowserPolicy } from "../../src/browser/state";
import { CaptureFailure } from "../../src/errors";
import { at, content, page, script } from "./pages";
import { newRecord } from "./records";
import { amountOf } from "./shots";
import type { Studio } from "./studio";

export const PUBLIC_HOST = "public.example.com";
export const PRIVATE_HOST = "127.0.0.1";
/** The patterns that pause requests cannot tell this name from a public one. */
export const DOTLESS_HOST = "intranet";

/** The colour of everything that the private server sends. */
export const SECRET = "ff00ff";
export const secretPage = content("text/html", `<body style="margin: 0; background: #${SECRET}">`);
export const secretImage = `/plain/${SECRET}`;
export const paint = `document.body.style.background = "#${SECRET}"`;

/** The URL of a path on the private server. */
type SecretUrl = (path: string) => string;
/** The URL of a page that tries to load something from the private server. */
export type Attempt = (secret: SecretUrl) => string;
export type NamedAttempt = [name: string, attempt: Attempt];

/** Captures the page of an attempt. `host` is the host of the private server. */
export async function captureAttempt(
  studio: Studio,
  attempt: Attempt,
  policy: BrowserPolicy,
  host = PRIVATE_HOST,
) {
  const record = newRecord();
  const address = attempt((path) => at(host, record.as("secret", path)));
  const outcome = await studio.outcome(address, { wait: 500 }, { policy, timeoutMs: 20_000 });
  return {
    outcome,
    /** Whether the private server received a request. */
    isReached: (await record.all()).length > 0,
    secretPixels: outcome instanceof CaptureFailure ? 0 : await amountOf(SECRET, outcome.image),
  };
}

/** An attempt by the HTML of a page on the public host. */
export const onPage = (html: Attempt): Attempt => {
  return (secret) =>
    at(PUBLIC_HOST, page(`<!doctype html><body style="margin: 0">${html(secret)}`));
};

/** An attempt by a script. */
export const inScript = (code: Attempt): Attempt =>
  onPage((secret) => `<script>${code(secret)}</script>`);

/** An attempt in a worker. The page is painted when the worker posts a message. */
export const inWorker = (code: Attempt, type = "Worker"): Attempt =>
  inScript(
    (secret) =>
      `try { new ${type}("${script(code(secret))}").onmessage = () => { ${paint} } } catch {}`,
  );
