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
/** HTML or JavaScript that does so. */
export type AttemptCode = (secret: SecretUrl) => string;
export type NamedAttempt = [name: string, attempt: Attempt];
export type NamedCode = [name: string, html: AttemptCode];

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

/** The URL of a page on the public host. */
export const publicPage = (html: string): string =>
  at(PUBLIC_HOST, page(`<!doctype html><body style="margin: 0">${html}`));

/** An attempt by a page on the public host. */
export const onPage = (html: AttemptCode): Attempt => {
  return (secret) => publicPage(html(secret));
};

/** HTML with a script. */
export const scriptTag = (code: AttemptCode): AttemptCode => {
  return (secret) => `<script>${code(secret)}</script>`;
};

/** HTML with a worker. The page is painted when the worker posts a message. */
export const workerTag = (code: AttemptCode, type = "Worker"): AttemptCode =>
  scriptTag(
    (secret) =>
      `try { new ${type}("${script(code(secret))}").onmessage = () => { ${paint} } } catch {}`,
  );

/** An attempt by a script. */
export const inScript = (code: AttemptCode): Attempt => onPage(scriptTag(code));
