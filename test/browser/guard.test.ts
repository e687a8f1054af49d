import { EventEmitter } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hintedUrls } from "../../src/browser/guard/early-hints";
import { createRequestGuard } from "../../src/browser/guard/request-guard";
import type { BrowserPolicy, CaptureState } from "../../src/browser/state";
import { CaptureFailure } from "../../src/errors";
import { captureOptions } from "../../src/schemas/options";
import { at, atSecure, content, page, redirect, script } from "../support/pages";
import { newRecord } from "../support/records";
import { amountOf } from "../support/shots";
import { newStudio, OPEN } from "../support/studio";

const studio = await newStudio();
afterAll(studio.close);

/** Nothing private, but the address behind a name is not looked at: here all names lead to this machine. */
const BY_NAME: BrowserPolicy = { ...OPEN, allowPrivateNetwork: false };
const PUBLIC = "public.example.com";
const PRIVATE = "127.0.0.1";

/** What a private server shows, and no picture may. */
const SECRET = "ff00ff";
const secretPage = content("text/html", `<body style="margin: 0; background: #${SECRET}">`);
const secretImage = `/plain/${SECRET}`;
const paint = `document.body.style.background = "#${SECRET}"`;
const CORS = ["Access-Control-Allow-Origin: *"];

type Way = (secret: (path: string) => string) => string;

/** Captures a page of a public name that takes this way to a private address. */
async function take(way: Way, policy: BrowserPolicy, host = PRIVATE) {
  const record = newRecord();
  const address = way((path) => at(host, record.as("secret", path)));
  const outcome = await studio.outcome(address, { wait: 500 }, { policy, timeoutMs: 20_000 });
  return {
    outcome,
    /** Whether the private server was asked. */
    asked: (await record.all()).length > 0,
    shown: outcome instanceof CaptureFailure ? 0 : await amountOf(SECRET, outcome.image),
  };
}

const onPage = (html: (secret: (path: string) => string) => string): Way => {
  return (secret) => at(PUBLIC, page(`<!doctype html><body style="margin: 0">${html(secret)}`));
};
const inScript = (code: (secret: (path: string) => string) => string): Way =>
  onPage((secret) => `<script>${code(secret)}</script>`);
const inWorker = (code: (secret: (path: string) => string) => string, type = "Worker"): Way =>
  inScript(
    (secret) =>
      `try { new ${type}("${script(code(secret))}").onmessage = () => { ${paint} } } catch {}`,
  );

const MOVES: [name: string, way: Way][] = [
  ...[301, 302, 307, 308].map((status): [string, Way] => [
    `a redirect ${status}`,
    (secret) => at(PUBLIC, redirect(status, secret(secretPage))),
  ]),
  [
    "a chain of redirects",
    (secret) => {
      const last = at("third.example.com", redirect(307, secret(secretPage)));
      return at(PUBLIC, redirect(302, at("second.example.com", redirect(301, last))));
    },
  ],
  [
    "meta refresh",
    onPage((secret) => `<meta http-equiv="refresh" content="0; url=${secret(secretPage)}">`),
  ],
  ["a Refresh header", (secret) => at(PUBLIC, page("", `Refresh: 0; url=${secret(secretPage)}`))],
  ["location.href", inScript((secret) => `location.href = "${secret(secretPage)}"`)],
  [
    "location.replace, later",
    inScript((secret) => `setTimeout(() => location.replace("${secret(secretPage)}"), 300)`),
  ],
  [
    "a form",
    onPage(
      (secret) =>
        `<form method="post" action="${secret(secretPage)}"></form><script>document.forms[0].submit()</script>`,
    ),
  ],
  [
    "a link that is clicked",
    onPage(
      (secret) => `<a href="${secret(secretPage)}"></a><script>document.links[0].click()</script>`,
    ),
  ],
  [
    "a frame's script",
    onPage(
      (secret) =>
        `<iframe srcdoc='<script>top.location = "${secret(secretPage)}"</script>'></iframe>`,
    ),
  ],
];

const PARTS: [name: string, way: Way][] = [
  ["iframe", onPage((secret) => `<iframe src="${secret(secretPage)}"></iframe>`)],
  [
    "iframe in an iframe",
    onPage(
      (secret) =>
        `<iframe src="${page(`<iframe src="${secret(secretPage)}"></iframe>`)}"></iframe>`,
    ),
  ],
  [
    "iframe in one of another site",
    onPage(
      (secret) =>
        `<iframe src="${at("other.example.org", page(`<iframe src="${secret(secretPage)}"></iframe>`))}"></iframe>`,
    ),
  ],
  [
    "iframe in srcdoc",
    onPage((secret) => `<iframe srcdoc='<iframe src="${secret(secretPage)}"></iframe>'></iframe>`),
  ],
  [
    "iframe that is redirected",
    onPage((secret) => `<iframe src="${redirect(302, secret(secretPage))}"></iframe>`),
  ],
  [
    "iframe that goes on",
    onPage(
      (secret) =>
        `<iframe src="${page(`<script>location = "${secret(secretPage)}"</script>`)}"></iframe>`,
    ),
  ],
  [
    "form into an iframe",
    onPage(
      (secret) =>
        `<iframe name="it"></iframe><form target="it" method="post" action="${secret(secretPage)}"></form><script>document.forms[0].submit()</script>`,
    ),
  ],
  ["object", onPage((secret) => `<object data="${secret(secretPage)}"></object>`)],
  ["embed", onPage((secret) => `<embed src="${secret(secretPage)}">`)],
  ["img", onPage((secret) => `<img src="${secret(secretImage)}">`)],
  [
    "img that is redirected",
    onPage((secret) => `<img src="${redirect(302, secret(secretImage))}">`),
  ],
  [
    "svg image",
    onPage(
      (secret) => `<svg><image href="${secret(secretImage)}" width="100" height="100"/></svg>`,
    ),
  ],
  ["video poster", onPage((secret) => `<video poster="${secret(secretImage)}"></video>`)],
  [
    "CSS background",
    onPage(
      (secret) => `<div style="height: 100px; background: url(${secret(secretImage)})"></div>`,
    ),
  ],
  [
    "style sheet",
    onPage(
      (secret) =>
        `<link rel="stylesheet" href="${secret(content("text/css", `body { background: #${SECRET} !important }`))}">`,
    ),
  ],
  [
    "@import",
    onPage(
      (secret) =>
        `<style>@import url("${secret(content("text/css", `body { background: #${SECRET} !important }`))}");</style>`,
    ),
  ],
  [
    "font",
    onPage(
      (secret) =>
        `<style>@font-face { font-family: It; src: url(${secret("/font")}) } p { color: #${SECRET}; font: 50px It, "Open Sans" }</style><p>&nbsp;`,
    ),
  ],
  ["script", onPage((secret) => `<script src="${secret(script(paint))}"></script>`)],
  ["import()", inScript((secret) => `import("${secret(script(paint))}")`)],
  ["fetch", inScript((secret) => `fetch("${secret("/empty")}").then(() => { ${paint} })`)],
  [
    "fetch without CORS",
    inScript(
      (secret) =>
        `fetch("${secret("/empty")}", { mode: "no-cors", method: "POST", body: "x" }).then(() => { ${paint} })`,
    ),
  ],
  [
    "fetch that outlives its page",
    inScript((secret) => `fetch("${secret("/empty")}", { keepalive: true })`),
  ],
  [
    "XMLHttpRequest",
    inScript(
      (secret) =>
        `const x = new XMLHttpRequest(); x.open("GET", "${secret("/empty")}"); x.onload = () => { ${paint} }; x.send()`,
    ),
  ],
  ["beacon", inScript((secret) => `navigator.sendBeacon("${secret("/empty")}", "x")`)],
  [
    "EventSource",
    inScript(
      (secret) =>
        `new EventSource("${secret(content("text/event-stream", "data: x\n\n", CORS))}").onmessage = () => { ${paint} }`,
    ),
  ],
  [
    "ping",
    onPage(
      (secret) =>
        `<a ping="${secret("/empty")}" href="#x"></a><script>document.links[0].click()</script>`,
    ),
  ],
  ["prefetch", onPage((secret) => `<link rel="prefetch" href="${secret(secretPage)}">`)],
  ["preload", onPage((secret) => `<link rel="preload" as="image" href="${secret(secretImage)}">`)],
  [
    "fetch of a worker",
    inWorker((secret) => `fetch("${secret("/empty")}").then(() => postMessage(1))`),
  ],
  ["importScripts", inWorker((secret) => `importScripts("${secret(script("postMessage(1)"))}")`)],
  [
    "fetch of a worker's worker",
    inWorker(
      (secret) =>
        `new Worker(URL.createObjectURL(new Blob(['fetch("${secret("/empty")}").then(() => postMessage(1))']))).onmessage = () => postMessage(1)`,
    ),
  ],
  [
    "fetch of a worker in a frame of another site",
    onPage(
      (secret) =>
        `<iframe src="${at("other.example.org", page(`<script>new Worker(URL.createObjectURL(new Blob(['fetch("${secret("/empty")}")'])))</script>`))}"></iframe>`,
    ),
  ],
];

/** Workers that outlive their page: there are none, whether the guard is on or off. */
const OUTLIVING: [name: string, way: Way][] = [
  ["shared worker", inWorker((secret) => `fetch("${secret("/empty")}")`, "SharedWorker")],
  [
    "shared worker of a fresh frame",
    inScript(
      (secret) => `const frame = document.createElement("iframe");
    document.body.append(frame);
    new frame.contentWindow.SharedWorker("${script(`fetch("${secret("/empty")}")`)}")`,
    ),
  ],
  [
    "service worker",
    (secret) =>
      at(
        "localhost",
        page(
          `<body><script>navigator.serviceWorker
            .register("${script(`fetch("${secret("/empty")}")`)}")
            .then(() => { ${paint} })</script>`,
        ),
      ),
  ],
];

describe.concurrent.each(MOVES)("a page that goes to a private address by %s", (_, way) => {
  test("is blocked_address, and the address is not asked", async () => {
    const { outcome, asked } = await take(way, BY_NAME);
    expect(outcome).toMatchObject({ reason: "blocked_address" });
    expect(asked).toBe(false);
  });

  test("gets there where private addresses are open", async () => {
    const { asked, shown } = await take(way, OPEN);
    expect([asked, shown]).toEqual([true, 400 * 300]);
  });
});

describe.concurrent.each(PARTS)("a page with a private address in: %s", (_, way) => {
  test("is captured without it, and the address is not asked", async () => {
    const { outcome, asked, shown } = await take(way, BY_NAME);
    expect(outcome).not.toBeInstanceOf(CaptureFailure);
    expect([asked, shown]).toEqual([false, 0]);
  });

  test("reaches it where private addresses are open", async () => {
    expect((await take(way, OPEN)).asked).toBe(true);
  });
});

test.concurrent.each(OUTLIVING)("there is no %s", async (_, way) => {
  const { asked, shown } = await take(way, OPEN);
  expect([asked, shown]).toEqual([false, 0]);
});

/** No pattern that pauses requests tells these names from others. */
const DOTLESS = "intranet";

const UNANSWERED: [name: string, way: Way][] = [
  ["fetch that CORS refuses", inScript((secret) => `fetch("${secret("/quarters")}")`)],
  [
    "fetch that is aborted",
    inScript(
      (secret) => `const stop = new AbortController();
        fetch("${secret("/hang")}", { mode: "no-cors", method: "POST", body: "x", signal: stop.signal });
        setTimeout(() => stop.abort(), 300)`,
    ),
  ],
  [
    "frame that is removed",
    inScript(
      (
        secret,
      ) => `const frame = Object.assign(document.createElement("iframe"), { src: "${secret("/hang")}" });
        document.body.append(frame);
        setTimeout(() => frame.remove(), 300)`,
    ),
  ],
];

test("a download from a name without a dot is blocked_address, and the name is not asked", async () => {
  const way = inScript(
    (secret) =>
      `Object.assign(document.createElement("a"), { href: "${secret("/hang")}", download: "" }).click()`,
  );
  const { outcome, asked } = await take(way, BY_NAME, DOTLESS);
  expect(outcome).toMatchObject({ reason: "blocked_address" });
  expect(asked).toBe(false);
  expect((await take(way, OPEN, DOTLESS)).asked).toBe(true);
});

const SOME_PARTS =
  /^(iframe|img|object|fetch|XML|@import|font|script|import|prefetch|preload|EventSource)/;

test.concurrent.each([...UNANSWERED, ...PARTS.filter(([name]) => SOME_PARTS.test(name))])(
  "a page with a name without a dot in: %s is captured without it, and the name is not asked",
  async (_, way) => {
    const { outcome, asked, shown } = await take(way, BY_NAME, DOTLESS);
    expect(outcome).not.toBeInstanceOf(CaptureFailure);
    expect([asked, shown]).toEqual([false, 0]);
  },
);

test.concurrent.each(UNANSWERED)(
  "%s reaches that name where private addresses are open",
  async (_, way) => {
    expect((await take(way, OPEN, DOTLESS)).asked).toBe(true);
  },
);

test("a public name that ends with a dot is loaded", async () => {
  const image = onPage(() => `<img src="${at("cdn.example.org.", secretImage)}">`);
  expect((await take(image, BY_NAME)).shown).toBe(100 * 100);
});

describe("a page whose 103 answer names a private address", () => {
  const hinting = (...links: string[]) => {
    const query = new URLSearchParams(links.map((link) => ["link", link]));
    return atSecure(PUBLIC, `/hints?${query}`);
  };

  test.each<[string, Way, string?]>([
    ["to preload", (secret) => hinting(`<${secret(secretImage)}>; rel=preload; as=image`)],
    ["as a module", (secret) => hinting(`<${secret("/empty")}>; rel=modulepreload`)],
    [
      "without a scheme",
      (secret) => hinting(`<${secret("/empty").slice(5)}>; rel=preload; as=font`),
    ],
    ["without a dot", (secret) => hinting(`<${secret("/empty")}>; rel=preload; as=image`), DOTLESS],
  ])("%s is blocked_address", async (_, way, host = PRIVATE) => {
    const { outcome } = await take(way, BY_NAME, host);
    expect(outcome).toMatchObject({ reason: "blocked_address" });
    expect(await take(way, OPEN, host)).not.toMatchObject({
      outcome: { reason: expect.anything() },
    });
  });

  test("is read as the browser reads it", () => {
    const link = '</a>; title="<"; rel=icon, < http://10.0.0.1/b >; rel=preload,<//10.0.0.2/c>';
    expect(hintedUrls(link).map(String)).toEqual([...["http://10.0.0.1/b", "https://10.0.0.2/c"]]);
  });

  test("is captured where the address is public", async () => {
    const way = () => hinting(`<${at("cdn.example.org", secretImage)}>; rel=preload; as=image`);
    expect((await take(way, BY_NAME)).outcome).not.toBeInstanceOf(CaptureFailure);
  });
});

const byLink = (code: (link: string) => string): Way =>
  inScript(
    (secret) =>
      `const link = Object.assign(document.createElement("a"), { target: "_blank", href: "${secret(secretPage)}" }); ${code("link")}`,
  );

describe("a window that the page opens is not in the picture", () => {
  test.each<[string, Way]>([
    ["window.open", inScript((secret) => `open("${secret(secretPage)}")`)],
    [
      "without an opener",
      inScript((secret) => `open("${secret(secretPage)}", "_blank", "noopener")`),
    ],
    [
      "by a link",
      onPage(
        (secret) =>
          `<a target="_blank" href="${secret(secretPage)}"></a><script>document.links[0].click()</script>`,
      ),
    ],
    ["by a link that is not on the page", byLink((link) => `${link}.click()`)],
    [
      "by a link that hides",
      byLink(
        (
          link,
        ) => `const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "closed" });
          root.append(${link}); ${link}.click()`,
      ),
    ],
    [
      "by a link whose target has the name of a property",
      byLink(
        (link) => `document.body.append(${link}); ${link}.target = "external"; ${link}.click()`,
      ),
    ],
    [
      "by a link in a drawing",
      onPage(
        (secret) =>
          `<svg><a target="_blank" href="${secret(secretPage)}"></a></svg><script>
          document.querySelector("a").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }))</script>`,
      ),
    ],
  ])("%s: it is never opened", async (_, way) => {
    const { outcome, shown, asked } = await take(way, BY_NAME);
    expect(outcome).not.toBeInstanceOf(CaptureFailure);
    expect({ shown, asked }).toEqual({ shown: 0, asked: false });
  });

  test("by a link that changes while it is clicked: there is no picture, since nothing watches that window", async () => {
    const changing = inScript(
      (secret) => `const link = document.createElement("a"); link.href = "${secret(secretPage)}";
        document.body.append(link); link.onclick = () => { link.target = "_blank" }; link.click();`,
    );
    expect((await take(changing, BY_NAME)).outcome).toMatchObject({ reason: "blocked_address" });
    expect((await take(changing, OPEN)).outcome).not.toBeInstanceOf(CaptureFailure);
  });
});

describe("every way to write a private host is refused", () => {
  test.each([
    ...["localhost", "LOCALHOST", "localhost.", "a.localhost", "127.1", "2130706433", "0x7f000001"],
    ...["0177.0.0.1", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "x@127.0.0.1"],
    ...["169.254.169.254", "10.0.0.1", "192.168.0.1", "[fd00::1]", "printer.local"],
    ...["vault.internal", "vault.internal.", "router.home", "db.svc", "1.0.0.127.in-addr.arpa"],
    ...["intranet", "intranet.", "intranet..", "a..b"],
  ])("%s", async (host) => {
    const { outcome, asked } = await take(
      (secret) => at(PUBLIC, redirect(302, secret(secretPage))),
      BY_NAME,
      host,
    );
    expect(outcome).toMatchObject({ reason: "blocked_address" });
    expect(asked).toBe(false);
  });
});

describe("the address behind a name", () => {
  const LOOKING = { ...BY_NAME, checkRemoteAddress: true };

  test.each<[string, Way]>([
    ["of the page", () => at(PUBLIC, "/quarters")],
    ["of a redirect", () => at(PUBLIC, redirect(302, at("other.example.org", "/quarters")))],
  ])("must be public: %s", async (_, way) => {
    expect((await take(way, LOOKING)).outcome).toMatchObject({ reason: "blocked_address" });
  });

  test.each([
    ["a fetch that CORS refuses, as Chromium 147 tells of it", "Loopback", true],
    ["one in a local network", "Local", true],
    ["one by an older Chromium", "Private", true],
    ["a public one", "Public", false],
    ["a cached one", "Unknown", false],
  ])("must be public: of %s", async (_, resourceIPAddressSpace, isRefused) => {
    const session = new EventEmitter();
    const failures: unknown[] = [];
    const options = captureOptions.parse({ url: "https://example.com" });
    const state = { policy: LOOKING, options, fail: (failure: unknown) => failures.push(failure) };
    const watch = createRequestGuard(state as unknown as CaptureState);
    await watch(Object.assign(session, { send: async () => ({}) }) as never, "page");
    session.emit("Network.responseReceivedExtraInfo", {
      requestId: "16227.2",
      blockedCookies: [],
      headers: {},
      statusCode: 200,
      resourceIPAddressSpace,
    });
    expect(failures).toHaveLength(isRefused ? 1 : 0);
  });

  test("is not looked at where the browser sits behind a proxy", async () => {
    const { outcome } = await take(() => at(PUBLIC, "/quarters"), BY_NAME);
    expect(outcome).not.toBeInstanceOf(CaptureFailure);
  });
});

describe("the service itself is refused, private addresses open or not", () => {
  const OWN = "service.example.com";
  const own = new URL(at(OWN, "/")).host;
  const policies = [OPEN, BY_NAME].map((policy) => ({ ...policy, ownHosts: [own] }));

  test.each(policies)("as the page: $allowPrivateNetwork", async (policy) => {
    const { outcome, asked } = await take((secret) => secret("/quarters"), policy, OWN);
    expect(outcome).toMatchObject({ reason: "blocked_address" });
    expect(asked).toBe(false);
  });

  test.each(policies)("after a redirect: $allowPrivateNetwork", async (policy) => {
    const way: Way = (secret) => at(PUBLIC, redirect(302, secret("/quarters")));
    const { outcome, asked } = await take(way, policy, OWN);
    expect(outcome).toMatchObject({ reason: "blocked_address" });
    expect(asked).toBe(false);
  });

  test.each(policies)("in a frame: $allowPrivateNetwork", async (policy) => {
    const way = onPage((secret) => `<iframe src="${secret(secretPage)}"></iframe>`);
    const { asked, shown } = await take(way, policy, OWN);
    expect([asked, shown]).toEqual([false, 0]);
  });
});

describe("a page without anything private", () => {
  let captured: Awaited<ReturnType<typeof take>>;
  beforeAll(async () => {
    captured = await take(
      onPage(() => `<img src="${at("cdn.example.org", secretImage)}">`),
      BY_NAME,
    );
  });

  test("is captured as ever", () => {
    expect(captured.shown).toBe(100 * 100);
  });
});
