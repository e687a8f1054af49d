import { CLIENT } from "./client";
import html from "./page.html";

/** The page that shows the API: its HTML, and the policy under which nothing but itself runs in it. */
export interface DocsPage {
  html: string;
  policy: string;
}

let made: Promise<DocsPage> | undefined;

/** The page, made once. */
export function docsPage(): Promise<DocsPage> {
  made ??= makePage();
  return made;
}

async function makePage(): Promise<DocsPage> {
  const page = html.replace("<script></script>", () => `<script>${CLIENT}</script>`);
  const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? "";
  const policy = [
    "default-src 'none'",
    `script-src ${await hashOf(CLIENT)}`,
    `style-src ${await hashOf(style)}`,
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
export async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `'sha256-${Buffer.from(digest).toString("base64")}'`;
}
