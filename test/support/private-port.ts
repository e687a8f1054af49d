import type { BrowserPolicy } from "../../src/browser/state";
import { site } from "./api";
import { at, page, redirect } from "./pages";
import { OPEN } from "./studio";

export const CLOSED: BrowserPolicy = { ...OPEN, allowPrivateNetwork: false };
/** Public names, for pages that want to reach a private port. */
export const PAGE = "page.example.com";
export const OTHER = "other.example.org";

/** A page, made of the number of a private port that it wants to reach. */
export type Way = (port: string) => string;

export const inScript =
  (code: Way): Way =>
  (port) =>
    page(`<!doctype html><body><script>${code(port)}</script>`);

/** An address that redirects to a private port after 800 ms. */
export const laterRedirect = (port: string) =>
  `${redirect(307, `http://127.0.0.1:${port}/`)}&after=800`;

/** A frame of another site, which is removed 300 ms after it loaded. */
export const inRemovedFrame =
  (code: Way, place = at): Way =>
  (port) =>
    page(
      `<iframe onload="setTimeout(() => this.remove(), 300)" src="${place(OTHER, inScript(code)(port))}"></iframe>`,
    );

/** A fresh port of this machine that counts who comes there. */
export async function newPrivatePort() {
  const port = await (await fetch(`${site}/listen`)).text();
  const isAsked = async () => Number(await (await fetch(`${site}/heard/${port}`)).text()) > 0;
  return { port, isAsked };
}
