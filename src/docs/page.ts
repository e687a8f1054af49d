import { createHash } from "node:crypto";
import { CLIENT_SCRIPT } from "./client";
import html from "./page.html";
import baseStyle from "./style-base.html";
import layoutStyle from "./style-layout.html";

/** The page that shows the API, and the Content-Security-Policy that allows only its own script and style. */
interface DocsPage {
  html: string;
  policy: string;
}

let cached: Promise<DocsPage> | undefined;

/** The page. It is the same for every request, so it is made only once. */
export function docsPage(): Promise<DocsPage> {
  cached ??= makePage();
  return cached;
}

async function makePage(): Promise<DocsPage> {
  // A style is kept in a <style> element, because Wrangler imports .html files as text, but not .css files.
  const style = (baseStyle + layoutStyle).replace(/<\/?style>/g, "");
  const page = html
    .replace("<style></style>", () => `<style>${style}</style>`)
    .replace("<script></script>", () => `<script>${CLIENT_SCRIPT}</script>`);
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(CLIENT_SCRIPT)}`,
    `style-src ${hashOf(style)}`,
    "connect-src 'self'",
    "img-src 'self' data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
  return { html: page, policy };
}

/** The source of a Content-Security-Policy that allows an inline script or style with exactly this text. */
export function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
