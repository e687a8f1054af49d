import type { BrowserPolicy } from "../../src/browser/state";
import { site } from "./api";
import { at, page, redirect } from "./pages";
import type { Studio } from "./studio";

/** Public names, for pages that try to reach a private port. */
export const PAGE_HOST = "page.example.com";
const OTHER_HOST = "other.example.org";

/** The path of a page that tries to reach this port of 127.0.0.1, or the code that tries it. */
export type PortAttempt = (port: string) => string;
export type NamedPortAttempt = [name: string, attempt: PortAttempt];

export const portScript =
  (code: PortAttempt): PortAttempt =>
  (port) =>
    page(`<!doctype html><body><script>${code(port)}</script>`);

export const portWorker = (code: PortAttempt): PortAttempt =>
  portScript(
    (port) => `new Worker(URL.createObjectURL(new Blob([${JSON.stringify(code(port))}])))`,
  );

/** In a cross-site frame. */
export const portFrame =
  (code: PortAttempt): PortAttempt =>
  (port) =>
    page(`<iframe src="${at(OTHER_HOST, portScript(code)(port))}"></iframe>`);

/** In a cross-site frame, which is removed 300 ms after it loaded. */
export const portRemovedFrame =
  (code: PortAttempt, toUrl = at): PortAttempt =>
  (port) =>
    page(
      `<iframe onload="setTimeout(() => this.remove(), 300)" src="${toUrl(OTHER_HOST, portScript(code)(port))}"></iframe>`,
    );

/** With `link`, a link to the port that is not in the document. */
export const portLink = (code: string): PortAttempt =>
  portScript(
    (port) =>
      `const link = document.createElement("a"); link.href = "http://127.0.0.1:${port}/"; ${code}`,
  );

/** An address that redirects to a private port after 800 ms. */
export const laterRedirect = (port: string) =>
  `${redirect(307, `http://127.0.0.1:${port}/`)}&after=800`;

/** Opens a port of this machine that counts connections and datagrams. */
export async function newPrivatePort() {
  const port = await (await fetch(`${site}/listen`)).text();
  const isReached = async () => Number(await (await fetch(`${site}/heard/${port}`)).text()) > 0;
  return { port, isReached };
}

interface Page {
  /** `at`, or `atSecure` for a page over HTTPS. */
  toUrl?: typeof at;
  host?: string;
  /** Whether the private port is one of the service itself. */
  isOwn?: boolean;
}

/** Captures the page of an attempt. */
export async function capturePortAttempt(
  studio: Studio,
  attempt: PortAttempt,
  policy: BrowserPolicy,
  { toUrl = at, host = PAGE_HOST, isOwn }: Page = {},
) {
  const { port, isReached } = await newPrivatePort();
  const ownHosts = isOwn ? [`127.0.0.1:${port}`] : [];
  const conditions = { policy: { ...policy, ownHosts } };
  const outcome = await studio.outcome(toUrl(host, attempt(port)), { wait: 2_000 }, conditions);
  return { outcome, isReached: await isReached() };
}
