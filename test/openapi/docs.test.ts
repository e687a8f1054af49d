import { env } from "cloudflare:workers";
import puppeteer, { type Browser, type HTTPRequest, type Page } from "@cloudflare/puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLIENT_SCRIPT } from "../../src/docs/client";
import { call, newAccount, site } from "../support/api";

test("is one small page without external resources", async () => {
  const answer = await call("/docs");
  const html = await answer.text();
  expect([answer.status, answer.headers.get("Content-Type")]).toEqual([
    200,
    "text/html; charset=UTF-8",
  ]);
  expect(html.length).toBeLessThan(25_000);
  expect(html).toContain(`<script>${CLIENT_SCRIPT}</script>`);
  expect(html).not.toMatch(/\ssrc=|@import|\burl\(|https?:\/\/\w/);
});

test("allows only its own script and style", async () => {
  const answer = await call("/docs");
  const html = await answer.text();
  const hashes = ["script", "style"].map(async (name) => {
    const text = new RegExp(`<${name}>(.*?)</${name}>`, "s").exec(html)?.[1] ?? "";
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return `${name}-src 'sha256-${Buffer.from(digest).toString("base64")}'`;
  });
  const policy = answer.headers.get("Content-Security-Policy")?.split("; ");
  expect(policy).toEqual([
    "default-src 'none'",
    ...(await Promise.all(hashes)),
    "connect-src 'self'",
    "img-src 'self' data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ]);
});

describe("in a browser", () => {
  let browser: Browser;
  let page: Page;
  let key: string;
  const asked: string[] = [];

  beforeAll(async () => {
    ({ key } = await newAccount());
    browser = await puppeteer.launch(env.BROWSER);
    page = await browser.newPage();
    await page.setRequestInterception(true);
    page.on("request", (request) => void answer(request));
    await page.goto("http://localhost/docs#getSnap");
    await page.waitForSelector("#getSnap form");
  });
  afterAll(async () => {
    await page.close();
    await browser.close();
  });

  /** Sends a request of the page to the Worker instead of the network. */
  async function answer(request: HTTPRequest): Promise<void> {
    asked.push(request.url());
    if (!request.url().startsWith("http://localhost/")) return request.continue();
    const body = request.postData();
    const response = await call(request.url().slice("http://localhost".length), {
      method: request.method(),
      headers: request.headers(),
      ...(body === undefined ? {} : { body }),
    });
    await request.respond({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  async function send(id: string): Promise<string> {
    await page.click(`#${id} form > button`);
    await page.waitForSelector(`#${id} .status:is(.good, .bad)`);
    return textOf(`#${id} .status`);
  }

  const textOf = (selector: string) => page.$eval(selector, (of) => of.textContent ?? "");

  test("every operation is listed", async () => {
    expect(await page.$$eval("details.operation", (all) => all.length)).toBeGreaterThan(25);
  });

  test("a request without a key shows the error of the API", async () => {
    expect(await send("getSnap")).toContain("401");
    expect(await textOf("#getSnap pre:has(.key)")).toContain('"missing_access_token"');
  });

  test("a request with a key shows the image, and a curl command without the key", async () => {
    await page.type("#API_KEY", key);
    await page.$eval("#getSnap-url", (input) => (input as unknown as { select(): void }).select());
    await page.type("#getSnap-url", `${site}/quarters`);
    await page.$eval("#getSnap form details", (of) => of.setAttribute("open", ""));
    await page.type("#getSnap-page_width", "64");
    await page.type("#getSnap-page_height", "48");
    await page.click("#getSnap form > button");
    await page.waitForSelector("#getSnap img");
    expect(await textOf("#getSnap .status")).toMatch(/^200 .*bytes$/);
    expect(await textOf("#getSnap div > p:has(+ a > img)")).toBe("64 × 48");
    const query = `url=${encodeURIComponent(`${site}/quarters`)}&page_width=64&page_height=48`;
    expect(await textOf("#getSnap .curl code")).toBe(
      `curl 'http://localhost/snap?${query}' \\\n  -H "Authorization: Bearer $API_KEY" \\\n  -o screenshot.jpeg`,
    );
  });

  test("the key is in no URL, no storage and no text of the page", async () => {
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((url) => url.includes(key))).toEqual([]);
    const left =
      "JSON.stringify([document.documentElement.outerHTML, location.href, {...localStorage}, {...sessionStorage}, document.cookie])";
    expect(await page.evaluate(left)).not.toContain(key);
  });

  test("every request goes to the service", () => {
    const origins = new Set(
      asked.map((url) => url.replace(/^blob:/, "")).map((url) => new URL(url).origin),
    );
    expect([...origins]).toEqual(["http://localhost"]);
  });
});
