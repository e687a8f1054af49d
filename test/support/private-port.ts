import type { BrowserPolicy } from "../../src/browser/stage";
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

/** An address that leads to a private port after its frame is gone. */
export const later: Way = (port) => `${redirect(307, `http://127.0.0.1:${port}/`)}&after=1200`;

/** A frame of another site that asks, and is gone when the answer leads on. */
export const inLostFrame =
  (code: Way, place = at): Way =>
  (port) =>
    page(
      `<iframe onload="setTimeout(() => this.remove(), 300)" src="${place(OTHER, inScript(code)(port))}"></iframe>`,
    );

/**
 * Options of a test that a way to a private port leads there where it is open, without which the test that it is closed
 * proves nothing. On a busy machine it may not get there before the page is closed: one try of three is enough.
 */
export const CONTROL = { retry: 2 };

/** A fresh port of this machine that counts who comes there. */
export async function newPrivatePort() {
  const port = await (await fetch(`${site}/listen`)).text();
  const isAsked = async () => Number(await (await fetch(`${site}/heard/${port}`)).text()) > 0;
  return { port, isAsked };
}
