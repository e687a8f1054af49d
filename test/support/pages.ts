import { inject } from "vitest";
import { site } from "./api";

/** Path of a page with this HTML, and these response headers: `"Name: value"`. */
export function page(html: string, ...headers: string[]): string {
  return content("text/html", html, headers);
}

/** Path of a script that pages of every origin may load. */
export function script(code: string): string {
  return content("text/javascript", code, ["Access-Control-Allow-Origin: *"]);
}

/** Path of a response of any type. */
export function content(type: string, body: string, headers: string[] = []): string {
  const query = [["body", body], ...headers.map((header) => ["header", header])];
  return `/as/${type}?${new URLSearchParams(query)}`;
}

/** A path of the test site under another host name. Every name resolves to this machine. */
export function at(host: string, path: string): string {
  return `http://${host}:${new URL(site).port}${path}`;
}

/** The same over HTTPS, for features that only secure pages have. */
export function atSecure(host: string, path: string): string {
  return `https://${host}:${new URL(inject("secureSite")).port}${path}`;
}

/** A path that redirects to an address. */
export function redirect(status: number, to: string): string {
  return `/redirect/${status}?${new URLSearchParams({ to })}`;
}
