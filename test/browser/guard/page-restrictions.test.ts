import { afterAll, describe, expect, test } from "vitest";
import { createPageRestrictions } from "../../../src/browser/guard/page-restrictions";
import { HeavyGraphics } from "../../../src/browser/sessions/losses";
import type { CaptureState } from "../../../src/browser/state";
import { site } from "../../support/api";
import { inContext } from "../../support/browser";
import { at, page } from "../../support/pages";
import { PAGE_HOST } from "../../support/private-port";
import { amountOf } from "../../support/shots";
import { CLOSED, newStudio } from "../../support/studio";

const studio = await newStudio();
afterAll(studio.close);

test.each(["open()", "write('x')", "writeln('x')"])(
  "errors are still kept from DevTools after document.%s",
  async (opening) => {
    const html = `<!doctype html><body><script>onload = () => setTimeout(() => {
      document.${opening};
      document.write("<body>"); document.close();
      const heard = [];
      const hear = (event) => {
        heard.push(event.defaultPrevented);
        if (heard.length === 2 && heard.every(Boolean)) document.body.style.background = "#ff00ff";
      };
      addEventListener("error", hear);
      addEventListener("unhandledrejection", hear);
      setTimeout(() => { throw new Error("x") });
      Promise.reject(new Error("x"));
    })</script>`;
    const picture = await studio.take(
      at(PAGE_HOST, page(html)),
      { wait: 1_500 },
      { policy: CLOSED },
    );
    expect(await amountOf("ff00ff", picture.image)).toBeGreaterThan(100_000);
  },
);

// The browser itself sends requests to the addresses that these get.
test("a secure page has no interface by which the browser itself sends requests", async () => {
  const names = ["PublicKeyCredential", "IdentityCredential", "PaymentRequest"];
  const left = await inContext(studio.sessionId, async ({ context }) => {
    const browserPage = await context.newPage();
    const client = await browserPage.createCDPSession();
    await createPageRestrictions({ policy: CLOSED } as CaptureState)(client, "page");
    await browserPage.goto(new URL("/quarters", site).href);
    return browserPage.evaluate(
      `[isSecureContext, ...${JSON.stringify(names)}.filter((name) => name in globalThis)]`,
    );
  });
  expect(left).toEqual([true]);
});

describe("a heavy drawing is detected", () => {
  const gl = `const gl = document.createElement("canvas").getContext("webgl");
    const loop = gl.createShader(gl.VERTEX_SHADER), source = "void main() { for (;;) {} }";`;
  test.each([
    [
      "where RegExp.prototype.exec is changed",
      `${gl} RegExp.prototype.exec = RegExp.prototype.test = () => null; gl.shaderSource(loop, source)`,
    ],
    [
      "where RegExp.prototype[Symbol.replace] is changed",
      `${gl} RegExp.prototype[Symbol.replace] = () => ""; gl.shaderSource(loop, source)`,
    ],
    ["where Number is changed", `${gl} Number = () => 0; gl.drawArrays(gl.POINTS, 0, 10_000_000)`],
  ])("%s", async (_, code) => {
    const result = studio.outcome(page(`<body><script>${code}</script>`), { wait: 500 });
    await expect(result).rejects.toThrow(HeavyGraphics);
  });
});
