import type { BrowserContext } from "@cloudflare/puppeteer";
import { afterAll, describe, expect, test } from "vitest";
import { createPageRestrictions } from "../../src/browser/guard/page-restrictions";
import { createPopupWatch } from "../../src/browser/guard/popups";
import { HeavyGraphics } from "../../src/browser/sessions/losses";
import type { BrowserPolicy, CaptureState } from "../../src/browser/state";
import { CaptureFailure } from "../../src/errors";
import { site } from "../support/api";
import { inContext } from "../support/browser";
import { at, atSecure, page } from "../support/pages";
import {
  CLOSED,
  inRemovedFrame,
  inScript,
  laterRedirect,
  newPrivatePort,
  PAGE,
  type Way,
} from "../support/private-port";
import { amountOf } from "../support/shots";
import { newStudio, OPEN } from "../support/studio";

const studio = await newStudio();
afterAll(studio.close);

/** Captures a page; says whether anybody came to its private port. */
async function take(way: Way, policy: BrowserPolicy) {
  const { port, isAsked } = await newPrivatePort();
  const outcome = await studio.outcome(at(PAGE, way(port)), { wait: 2_000 }, { policy });
  return { outcome, isAsked: await isAsked() };
}

const dispatched = (type: string, how: string, selector = "a") =>
  `document.querySelector("${selector}").dispatchEvent(
    new MouseEvent("${type}", { bubbles: true, cancelable: true, ${how} }));`;
const onLink = (type: string, how: string): Way =>
  inScript(
    (port) =>
      `document.body.innerHTML = '<a href="http://127.0.0.1:${port}/">x</a>'; ${dispatched(type, how)}`,
  );
const onForm = (selector: string): Way =>
  inScript(
    (port) =>
      `document.body.innerHTML = '<form method="post" action="http://127.0.0.1:${port}/"><label><input name="a"><button>x</button></label></form>';
       ${dispatched("click", "ctrlKey: true", selector)}`,
  );
const loose = (code: string): Way =>
  inScript(
    (port) =>
      `const link = document.createElement("a"); link.href = "http://127.0.0.1:${port}/"; ${code}`,
  );

/** What a page does with a link after its document is loaded. */
const reopened = (code: (html: string) => string): Way =>
  inScript((port) => {
    const html = `<a target="_blank" href="http://127.0.0.1:${port}/">x</a>`;
    return `onload = () => setTimeout(() => { ${code(html)} }, 100)`;
  });
const declared =
  (code: string): Way =>
  (port) =>
    page(`<!doctype html><div><template shadowrootmode="open">
      <form target="_blank" action="http://127.0.0.1:${port}/"><button><slot></slot></button></form></template><b>x</b></div>
      <script>const form = document.querySelector("div").shadowRoot.querySelector("form");
        const button = form.firstChild; ${code}</script>`);

const WINDOWS: [name: string, way: Way][] = [
  ["ctrl", onLink("click", "ctrlKey: true")],
  ["shift", onLink("click", "shiftKey: true")],
  ["ctrl and shift", onLink("click", "ctrlKey: true, shiftKey: true")],
  ["meta", onLink("click", "metaKey: true")],
  ["alt, which saves the link", onLink("click", "altKey: true")],
  ["the middle button", onLink("click", "button: 1")],
  ["the middle button, auxclick", onLink("auxclick", "button: 1")],
  ["ctrl on a button of a form", onForm("button")],
  [
    "ctrl on the label of a button",
    inScript(
      (port) =>
        `document.body.innerHTML = '<form action="http://127.0.0.1:${port}/"><label><input type="submit"></label></form>';
         ${dispatched("click", "ctrlKey: true", "label")}`,
    ),
  ],
  [
    "ctrl on a link outside the page",
    loose(`link.dispatchEvent(new MouseEvent("click", { ctrlKey: true }))`),
  ],
  [
    "ctrl in a frame without an address",
    (port) =>
      page(
        `<iframe srcdoc='<a href="http://127.0.0.1:${port}/">x</a><script>document.querySelector("a").dispatchEvent(new MouseEvent("click", { ctrlKey: true }))</script>'></iframe>`,
      ),
  ],
  [
    "ctrl, where prototypes are changed",
    loose(`for (const name of ["ctrlKey", "button"]) Object.defineProperty(MouseEvent.prototype, name, { value: 0 });
      Object.defineProperty(Event.prototype, "type", { value: "none" });
      RegExp.prototype.exec = () => null; Object.prototype.get = () => 0;
      document.body.append(link); link.dispatchEvent(new MouseEvent("click", { ctrlKey: true }))`),
  ],
  [
    "a target, where prototypes are changed",
    loose(`link.target = "_blank"; document.body.append(link);
      link.getAttribute = Event.prototype.composedPath = Event.prototype.preventDefault = () => null;
      link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }))`),
  ],
  [
    "a target, where an image has the name of a method",
    loose(`link.target = "_blank"; const image = new Image(); image.name = "querySelectorAll";
      document.body.append(link, image); link.click()`),
  ],
  [
    "a target, by a native method that a prototype gives away",
    loose(`link.target = "_blank"; let native;
      Function.prototype.call = function () { native = this };
      link.click(); document.createElement("p").click(); delete Function.prototype.call;
      Function.prototype.call = undefined; native && Reflect.apply(native, link, [])`),
  ],
  [
    "a target around what is clicked outside the page",
    loose(`link.target = "_blank"; link.append("text", document.createElement("b"));
      link.lastChild.click(); link.firstChild.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      link.dispatchEvent(new MouseEvent("click"))`),
  ],
  [
    "a target in a closed shadow root",
    loose(`link.target = "_blank";
      const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "closed" });
      root.append(link); link.click()`),
  ],
  [
    "a form in a closed shadow root",
    inScript(
      (port) => `const root = document.body.attachShadow({ mode: "closed" });
        root.innerHTML = '<form target="_blank" action="http://127.0.0.1:${port}/"><button>x</button></form>';
        root.querySelector("button").click(); root.querySelector("form").requestSubmit()`,
    ),
  ],
  ["document.open", inScript((port) => `document.open("http://127.0.0.1:${port}/", "_blank", "")`)],
  [
    "a target in a document that is opened again",
    reopened((html) => `document.open(); document.write('${html}'); document.links[0].click()`),
  ],
  [
    "a target that is written",
    reopened((html) => `document.write('${html}'); document.links[0].click()`),
  ],
  [
    "a target that is written as a line",
    reopened((html) => `document.writeln('${html}'); document.links[0].click()`),
  ],
  [
    "a target that a written script clicks",
    reopened((html) => `document.write('${html}<script>document.links[0].click()<\\/script>')`),
  ],
  [
    "a target that is written by what closes the document before",
    reopened(
      (html) =>
        `document.write({ toString() { document.close(); return '${html}<script>document.links[0].click()<\\/script>' } })`,
    ),
  ],
  [
    "a target in a frame that the page opens again",
    inScript(
      (port) => `const frame = document.body.appendChild(document.createElement("iframe"));
        document.open.call(frame.contentDocument);
        document.write.call(frame.contentDocument, '<a target="_blank" href="http://127.0.0.1:${port}/">x</a>');
        frame.contentDocument.links[0].click(); frame.contentDocument.close()`,
    ),
  ],
  ["a form in a shadow root that the HTML declares", declared(`button.click()`)],
  ["a form that is submitted in a declared shadow root", declared(`form.requestSubmit()`)],
  [
    "a form in a declared shadow root, by a click that stays in it",
    declared(`button.dispatchEvent(new MouseEvent("click", { cancelable: true }))`),
  ],
  [
    "a form in a declared shadow root around what is clicked outside of it",
    declared(`document.querySelector("b").click()`),
  ],
];

test.concurrent.each(WINDOWS)("no window opens by %s", async (_, way) => {
  const { outcome, isAsked } = await take(way, CLOSED);
  expect(outcome).not.toBeInstanceOf(CaptureFailure);
  expect(isAsked).toBe(false);
});

test("clicks that a page makes without modifiers work as ever", async () => {
  const html = `<!doctype html><body><input type="checkbox"><a id="a" href="#there">x</a><script>
    const box = document.querySelector("input");
    const isHeard = box.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    document.addEventListener("mousedown", (event) => { window.pressed = event.ctrlKey });
    document.dispatchEvent(new MouseEvent("mousedown", { ctrlKey: true }));
    let custom; addEventListener("click", (event) => { custom = event.detail });
    dispatchEvent(new CustomEvent("click", { detail: 7 }));
    a.click();
    let errors = 0; window.onerror = () => { errors += 1 };
    document.body.dispatchEvent(new Event("submit")); document.createElement("form").dispatchEvent(new Event("submit"));
    let problem; try { document.dispatchEvent() } catch (error) { problem = error.name }
    const isSame = [box.checked, isHeard, pressed, custom === 0, location.hash === "#there", problem === "TypeError", errors === 0];
    if (isSame.every(Boolean)) document.body.style.background = "#ff00ff";
  </script>`;
  const picture = await studio.take(at(PAGE, page(html)), {}, { policy: CLOSED });
  expect(await amountOf("ff00ff", picture.image)).toBeGreaterThan(100_000);
});

async function newPage(context: BrowserContext) {
  const browserPage = await context.newPage();
  return { browserPage, client: await browserPage.createCDPSession() };
}

/** What is noticed of the windows of a page without our scripts. */
async function noticed(code: string, policy: BrowserPolicy): Promise<(string | undefined)[]> {
  return inContext(studio.sessionId, async ({ context }) => {
    const { browserPage, client } = await newPage(context);
    const failures: unknown[] = [];
    const state = { policy, fail: (failure) => failures.push(failure) } as Partial<CaptureState>;
    await createPopupWatch(state as CaptureState)(client, "page");
    await browserPage.setContent(
      `<a href="about:blank#x">x</a><form action="about:blank"><button>x</button></form>`,
    );
    await browserPage.evaluate(code);
    // A round trip: what the page caused before came before its answer.
    await browserPage.evaluate("new Promise((resolve) => setTimeout(resolve, 300))");
    return failures.map((failure) => (failure as CaptureFailure).reason);
  });
}

describe("a window that opens all the same", () => {
  test.each([
    ["ctrl", dispatched("click", "ctrlKey: true")],
    ["shift", dispatched("click", "shiftKey: true")],
    ["the middle button", dispatched("click", "button: 1")],
    ["ctrl on a button", dispatched("click", "ctrlKey: true", "button")],
  ])("by %s is noticed", async (_, code) => {
    expect(await noticed(code, CLOSED)).toContain("blocked_address");
    expect(await noticed(code, OPEN)).toEqual([]);
  });

  test("again and again makes the page too busy, whatever is open", async () => {
    const clicks = `for (let i = 0; i < 12; i += 1) { ${dispatched("click", "ctrlKey: true")} }`;
    expect(await noticed(clicks, OPEN)).toContain("page_too_busy");
  });

  test.each([
    [
      "is refused",
      `document.addEventListener("click", (event) => event.preventDefault()); ${dispatched("click", "ctrlKey: true")}`,
    ],
    ["is none: the page itself goes on", dispatched("click", "")],
  ])("is not noticed where it %s", async (_, code) => {
    expect(await noticed(code, CLOSED)).toEqual([]);
  });
});

/** An element of a page that adds speculation rules for a private address. */
const addRules = (port: string) =>
  `const rule = document.createElement("script"); rule.type = "speculationrules"; rule.text = '${rules(port)}';`;
const rules = (port: string) =>
  JSON.stringify({ prefetch: [{ urls: [`http://127.0.0.1:${port}/`], eagerness: "immediate" }] });
const byRules = (before: string, after = "document.body.append(rule)"): Way =>
  inScript((port) => `${before}; ${addRules(port)} ${after}`);

const RULES: [name: string, way: Way][] = [
  ["where RegExp.prototype.test is changed", byRules("RegExp.prototype.test = () => false")],
  [
    "where instanceof is changed",
    byRules("Object.defineProperty(HTMLScriptElement, Symbol.hasInstance, { value: () => false })"),
  ],
  [
    "where iterators are changed",
    byRules(
      "Array.prototype[Symbol.iterator] = NodeList.prototype[Symbol.iterator] = () => { throw 1 }",
    ),
  ],
  [
    "where getters are changed",
    byRules(`for (const [owner, name] of [[MutationRecord, "addedNodes"], [NodeList, "length"], [Node, "nodeType"]])
      Object.defineProperty(owner.prototype, name, { value: 0 });
      Element.prototype.matches = Element.prototype.querySelectorAll = () => []`),
  ],
  [
    "where dictionaries are changed",
    byRules(
      "Object.prototype.attributeFilter = 1",
      `let root; try { root = document.body.attachShadow({ mode: "open" }) } catch { root = document.body.shadowRoot }
       root.append(rule)`,
    ),
  ],
  [
    "of a frame's document",
    inScript(
      (port) => `const frame = document.createElement("iframe"); document.body.append(frame);
        ${addRules(port).replace("document.", "frame.contentDocument.")} document.body.append(rule)`,
    ),
  ],
  [
    "in an open shadow root that the HTML declares",
    (port) =>
      page(
        `<!doctype html><div><template shadowrootmode="open"><script type="speculationrules">${rules(port)}</script></template></div>`,
      ),
  ],
  ["whose type changes", byRules("", `document.body.append(rule); rule.type = "text/plain"`)],
  [
    "of a reopened document",
    inScript(
      (port) =>
        `document.open(); document.write('<script type="speculationrules">${rules(port)}<\\/script>'); document.close()`,
    ),
  ],
];

describe.concurrent.each(RULES)("speculation rules %s", (_, way) => {
  test("ask no private address", async () => {
    const { outcome, isAsked } = await take(way, CLOSED);
    expect(outcome).not.toBeInstanceOf(CaptureFailure);
    expect(isAsked).toBe(false);
  });

  test("lead there where private addresses are open", async () => {
    expect((await take(way, OPEN)).isAsked).toBe(true);
  });
});

/** Nothing takes these back, and their answer never comes. */
describe.concurrent.each<[string, (rules: string) => string]>([
  [
    "in a closed shadow root that the HTML declares",
    (text) =>
      `<div><template shadowrootmode="closed"><script type="speculationrules">${text}</script></template></div>`,
  ],
  [
    "in a drawing",
    (text) => `<svg></svg><script>
      const rule = document.createElementNS("http://www.w3.org/2000/svg", "script");
      rule.setAttribute("type", "SpeculationRules"); rule.textContent = '${text}';
      document.querySelector("svg").append(rule)</script>`,
  ],
])("a page with speculation rules %s", (_, html) => {
  const hanging = (host: string) => {
    const urls = [at(host, "/hang")];
    return page(
      `<!doctype html>${html(JSON.stringify({ prefetch: [{ urls, eagerness: "immediate" }] }))}`,
    );
  };
  test("has no picture where they ask a private address", async () => {
    const address = at(PAGE, hanging("127.0.0.1"));
    const outcome = await studio.outcome(address, { wait: 1_500 }, { policy: CLOSED });
    expect(outcome).toMatchObject({ reason: "blocked_address" });
  });

  test("is captured where they ask a public one", async () => {
    const address = at(PAGE, hanging("public.example.com"));
    const outcome = await studio.outcome(address, { wait: 1_500 }, { policy: CLOSED });
    expect(outcome).not.toBeInstanceOf(CaptureFailure);
  });
});

test.each(["open()", "write('x')", "writeln('x')"])(
  "errors stay out of DevTools after document.%s",
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
    const picture = await studio.take(at(PAGE, page(html)), { wait: 1_500 }, { policy: CLOSED });
    expect(await amountOf("ff00ff", picture.image)).toBeGreaterThan(100_000);
  },
);

const outliving = (code: (address: string) => string): Way =>
  inRemovedFrame(
    (port) =>
      `document.body.innerHTML = '<img name="keepalive" id="keepalive">'; ${code(laterRedirect(port))}`,
  );

describe.concurrent.each<[string, Way]>([
  ["fetch", outliving((address) => `fetch("${address}", document.all)`)],
  ["Request", outliving((address) => `fetch(new Request("${address}", document.all))`)],
])("options of %s that pretend to be undefined", (_, way) => {
  test("let no request outlive its frame", async () => {
    const { outcome, isAsked } = await take(way, CLOSED);
    expect(outcome).not.toBeInstanceOf(CaptureFailure);
    expect(isAsked).toBe(false);
  });

  test("do so where private addresses are open", async () => {
    expect((await take(way, OPEN)).isAsked).toBe(true);
  });
});

/** Chromium sends the body of another request by HTTP/2 only: the page is a secure one. */
test("a request that takes its options from another one is sent with its method, headers and body", async () => {
  const html = `<!doctype html><body><script>(async () => {
    const other = () => new Request("/", { method: "POST", headers: { "X-Other": "a" }, body: "x", keepalive: true });
    const copy = new Request("/", other());
    const isSame = [
      copy.method === "POST", copy.headers.get("X-Other") === "a", !copy.keepalive, (await copy.text()) === "x",
    ];
    const answer = await fetch("/echoed-body", other());
    if (isSame.every(Boolean) && (await answer.text()) === "POST x") document.body.style.background = "#ff00ff";
  })()</script>`;
  const picture = await studio.take(
    atSecure(PAGE, page(html)),
    { wait: 1_500 },
    { policy: CLOSED },
  );
  expect(await amountOf("ff00ff", picture.image)).toBeGreaterThan(100_000);
});

/** The browser itself asks for the addresses that these are given. */
test("a secure page has nothing that asks for an address by itself", async () => {
  const names = ["PublicKeyCredential", "IdentityCredential", "PaymentRequest"];
  const left = await inContext(studio.sessionId, async ({ context }) => {
    const { browserPage, client } = await newPage(context);
    await createPageRestrictions({ policy: CLOSED } as CaptureState)(client, "page");
    await browserPage.goto(new URL("/quarters", site).href);
    return browserPage.evaluate(
      `[isSecureContext, ...${JSON.stringify(names)}.filter((name) => name in globalThis)]`,
    );
  });
  expect(left).toEqual([true]);
});

describe("a heavy drawing is noticed", () => {
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
