import type { BrowserPolicy } from "../../src/browser/stage";
import { site } from "./api";
import { page } from "./pages";
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

/** A fresh port of this machine that counts who comes there. */
export async function newPrivatePort() {
  const port = await (await fetch(`${site}/listen`)).text();
  const isAsked = async () => Number(await (await fetch(`${site}/heard/${port}`)).text()) > 0;
  return { port, isAsked };
}
