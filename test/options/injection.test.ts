import { describe, expect, test } from "vitest";
import { page, redirect, script } from "../support/pages";
import { newRecord } from "../support/records";
import { BLUE, GREEN, newCamera, RED } from "../support/shots";

const camera = await newCamera();

const RED_PAGE = page('<body style="background: #f00">');
const STRICT_PAGE = page(
  "<style>body { background: #f00 }</style><body>",
  "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'",
);
const STRICTEST_PAGE = page("<body>", "Content-Security-Policy: default-src 'none'; sandbox");

describe.concurrent("css_inject", () => {
  const blue = { css_inject: "body { background: #00f !important }" };

  test("changes the page's style", async () => {
    expect((await camera.see(RED_PAGE, blue)).colours).toEqual([BLUE]);
  });

  test("works against a strict Content-Security-Policy", async () => {
    expect((await camera.see(STRICTEST_PAGE, blue)).colours).toEqual([BLUE]);
  });

  test("works with disable_js", async () => {
    const options = { ...blue, disable_js: true };
    expect((await camera.see(STRICTEST_PAGE, options)).colours).toEqual([BLUE]);
  });

  test("waits for a font that it adds", async () => {
    const text = page('<body style="margin: 0; color: #00f; font: 150px/2 monospace">ill');
    const css_inject = `@font-face { font-family: Late; src: url(/font?after=1500) }
      body { font-family: Late !important }`;
    expect((await camera.see(text, { css_inject }, [[75, 150]])).colours).toEqual([BLUE]);
  });
});

describe.concurrent("js_inject", () => {
  const blue = 'document.body.style.background = "#00f";';

  test("runs in the page", async () => {
    expect((await camera.see(RED_PAGE, { js_inject: blue })).colours).toEqual([BLUE]);
  });

  test("works against a strict Content-Security-Policy, with eval", async () => {
    const js_inject = `eval(${JSON.stringify(blue)})`;
    expect((await camera.see(STRICT_PAGE, { js_inject })).colours).toEqual([BLUE]);
  });

  test("is awaited where it returns a promise", async () => {
    const js_inject = `fetch("/empty?after=1500").then(() => { ${blue} })`;
    expect((await camera.see(RED_PAGE, { js_inject })).colours).toEqual([BLUE]);
  });

  test.each([
    ["throws", `${blue} throw new Error("no")`],
    ["rejects", `${blue} Promise.reject("no")`],
    ["returns a promise that never settles", `${blue} new Promise(() => undefined)`],
  ])("does not prevent the capture where it %s", async (_, js_inject) => {
    expect((await camera.see(RED_PAGE, { js_inject })).colours).toEqual([BLUE]);
  });

  test("with a syntax error does not change the page", async () => {
    expect((await camera.see(RED_PAGE, { js_inject: "not a script" })).colours).toEqual([RED]);
  });

  test("may navigate to another page, which is then captured", async () => {
    const js_inject = 'location.href = "/as/text/html?after=1000&body=<body bgcolor=blue>"';
    expect((await camera.see(RED_PAGE, { js_inject })).colours).toEqual([BLUE]);
  });

  test("may add an image, which is loaded before the capture", async () => {
    const js_inject = `document.body.innerHTML = '<img src="/plain/0000ff?after=1500&width=400&height=300">'`;
    expect((await camera.see(RED_PAGE, { js_inject })).colours).toEqual([BLUE]);
  });

  test("runs after css_inject", async () => {
    const js_inject = `if (getComputedStyle(document.body).color === "rgb(1, 2, 3)") ${blue}`;
    const options = { css_inject: "body { color: rgb(1, 2, 3) }", js_inject };
    expect((await camera.see(RED_PAGE, options)).colours).toEqual([BLUE]);
  });

  test("runs once, in the page and not in its frames", async () => {
    const record = newRecord();
    const framed = page(`<iframe src="${RED_PAGE}"></iframe>`);
    const js_inject = `fetch("${record.as("script", "/empty")}")`;
    await camera.see(framed, { js_inject });
    expect(await record.all()).toHaveLength(1);
  });
});

test.concurrent("the page to which a page navigates is captured", async () => {
  const to = "/as/text/html?after=500&body=<body bgcolor=blue>";
  for (const leading of [
    `<script>location.replace("${to}")</script>`,
    `<meta http-equiv="refresh" content="0; url=${to}">`,
    `<form action="/redirect/302?to=${encodeURIComponent(to)}" method="post"></form><script>document.forms[0].submit()</script>`,
  ]) {
    const address = redirect(302, page(leading));
    expect((await camera.see(address)).colours).toEqual([BLUE]);
  }
});

test.concurrent("a script of the page still runs", async () => {
  const address = page(`<body><script src="${script('document.body.style.background = "#f00"')}">
    </script>`);
  expect((await camera.see(address, { css_inject: "i { color: red }" })).colours).toEqual([RED]);
});

test.concurrent("js_inject, wait_for, actions and wait run in this order", async () => {
  const later = (code: string) => `setTimeout(() => { ${code} }, 600)`;
  const { colours } = await camera.see(page('<body style="background: #f00">'), {
    js_inject: later("document.body.insertAdjacentHTML('beforeend', '<i id=it></i>')"),
    wait_for: "#it",
    multi_step_actions: [
      {
        type: "javascript",
        value: `if (!document.querySelector("#it")) throw new Error("too early");
          ${later('document.body.style.background = "#0f0"')}; 1`,
      },
    ],
    wait: 1_500,
  });
  expect(colours).toEqual([GREEN]);
});
