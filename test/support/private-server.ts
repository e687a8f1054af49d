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
/** The URL or HTML of a page that tries to load something from the private server. */
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

/** Attempts in groups for one page each. More than these would make the address of the page too long. */
export function groupsOf(attempts: NamedAttempt[]): { attempts: NamedAttempt[] }[] {
  const count = Math.ceil(attempts.length / ATTEMPTS_OF_PAGE);
  return Array.from({ length: count }, (_, n) => ({
    attempts: attempts.slice(n * ATTEMPTS_OF_PAGE, (n + 1) * ATTEMPTS_OF_PAGE),
  }));
}

const ATTEMPTS_OF_PAGE = 8;

export type AttemptsResult = Awaited<ReturnType<typeof captureAttempts>>;

/** Captures one page that makes all these attempts, given as HTML. Their names become the records of its requests. */
export async function captureAttempts(
  studio: Studio,
  attempts: NamedAttempt[],
  policy: BrowserPolicy,
  host = PRIVATE_HOST,
) {
  const record = newRecord();
  const html = attempts.map(([name, attempt]) =>
    attempt((path) => at(host, record.as(encodeURIComponent(name), path))),
  );
  const address = onPage(() => html.join("\n"))(String);
  const conditions = { policy, timeoutMs: 20_000 };
  const outcome = await studio.outcome(address, { wait: 500, page_height: 2_000 }, conditions);
  return {
    outcome,
    /** The attempts from which the private server received a request. */
    reached: await record.who(),
    secretPixels: outcome instanceof CaptureFailure ? 0 : await amountOf(SECRET, outcome.image),
  };
}

/** An attempt by the HTML of a page on the public host. */
export const onPage = (html: Attempt): Attempt => {
  return (secret) =>
    at(PUBLIC_HOST, page(`<!doctype html><body style="margin: 0">${html(secret)}`));
};

/** HTML with a script. */
export const scriptTag = (code: Attempt): Attempt => {
  return (secret) => `<script>${code(secret)}</script>`;
};

/** HTML with a worker. The page is painted when the worker posts a message. */
export const workerTag = (code: Attempt, type = "Worker"): Attempt =>
  scriptTag(
    (secret) =>
      `try { new ${type}("${script(code(secret))}").onmessage = () => { ${paint} } } catch {}`,
  );

/** An attempt by a script. */
export const inScript = (code: Attempt): Attempt => onPage(scriptTag(code));
