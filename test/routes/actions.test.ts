import { beforeAll, describe, expect, inject, test } from "vitest";
import { call, newAccount, pixels, site } from "../support/api";
import { expectColours } from "../support/colours";
import { closed, create, read } from "../support/configurations";
import { page } from "../support/pages";

const RED = [255, 0, 0];
const GREEN = [0, 255, 0];
const BLUE = [0, 0, 255];

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});

type Action = Record<string, unknown>;
let unique = 0;

/** Snaps the page of fields after some actions; its swatch is red, and green once it is done. */
async function snapAfter(actions: Action[], path = "/actions/form"): Promise<Response> {
  unique += 1;
  const url = `${site}${path}${path.includes("?") ? "&" : "?"}n=${unique}`;
  return call("/snap", {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify({ url, ...WINDOW, image_format: "png", multi_step_actions: actions }),
  });
}

/** A page with this in it, whose body is red, and green once it is done. */
function plain(html: string): string {
  return page(
    `<body style="margin: 0; background: #f00"><style>.done { background: #0f0 !important }</style>${html}`,
  );
}

const DONE = "document.body.classList.add('done')";

const WINDOW = { page_width: 800, page_height: 500 };
const SWATCH: [number, number] = [50, 450];
const CORNER: [number, number] = [750, 450];

async function swatchAfter(actions: Action[], path?: string): Promise<number[][]> {
  const response = await snapAfter(actions, path);
  expect(
    response.status,
    await response
      .clone()
      .text()
      .catch(() => ""),
  ).toBe(200);
  return (await pixels(response, [SWATCH])).colours;
}

/** A script that turns the swatch green when the condition holds. */
function greenIf(condition: string): Action {
  return { type: "javascript", value: `if (${condition}) document.body.classList.add("done")` };
}

describe.concurrent("each action does what it says:", () => {
  test("click presses what it points at", async () => {
    expectColours(await swatchAfter([{ type: "click", selector: "#button" }]), [GREEN]);
  });

  test("click presses the button around an icon that the mouse goes through", async () => {
    const html = `<button onmousedown="${DONE}"><svg width="40" height="40" style="pointer-events: none"></svg></button>`;
    const colours = await swatchAfter([{ type: "click", selector: "button svg" }], plain(html));
    expectColours(colours, [GREEN]);
  });

  test("a page whose links would open windows has its other clicks", async () => {
    const colours = await swatchAfter(
      [
        { type: "checkbox", selector: "input", value: true },
        greenIf("document.querySelector('input').checked"),
      ],
      plain(`<base target="_blank"><input type="checkbox">`),
    );
    expectColours(colours, [GREEN]);
  });

  test("click hits a link that goes on in the next line, where its middle is beside it", async () => {
    const link = `<a href="#" onclick="${DONE}">go on here</a>`;
    const html = `<p style="width: 260px; font: 20px/30px monospace">A beginning, and a ${link}</p>`;
    expectColours(await swatchAfter([{ type: "click", selector: "a" }], plain(html)), [GREEN]);
  });

  test("click reaches an element that something lies over", async () => {
    expectColours(await swatchAfter([{ type: "click", selector: "#covered" }]), [GREEN]);
  });

  test("hover opens a menu", async () => {
    const response = await snapAfter([{ type: "hover", selector: "#menu" }]);
    expectColours((await pixels(response, [CORNER])).colours, [BLUE]);
  });

  test("redirect goes to another page", async () => {
    const colours = await swatchAfter([{ type: "redirect", value: `${site}/status/200` }]);
    expectColours(colours, [[0, 192, 0]]);
  });

  test("javascript runs, and its promise is waited for", async () => {
    const value =
      'new Promise((done) => setTimeout(() => { document.body.classList.add("done"); done() }, 300))';
    expectColours(await swatchAfter([{ type: "javascript", value }]), [GREEN]);
  });

  test("css is added", async () => {
    const value = "#swatch { background: #0000ff !important }";
    expectColours(await swatchAfter([{ type: "css", value }]), [BLUE]);
  });

  test.each([
    ["#name", "Grace", "document.querySelector('#name').value === 'Grace'"],
    ["#name", "", "document.querySelector('#name').value === ''"],
    ["#text", "two\nlines", "document.querySelector('#text').value === 'two\\nlines'"],
    ["#editable", "new", "document.querySelector('#editable').textContent === 'new'"],
    ["#date", "2026-11-22", "document.querySelector('#date').value === '2026-11-22'"],
  ])("text_field writes into %s: %j", async (selector, value, condition) => {
    const colours = await swatchAfter([
      { type: "text_field", selector, value },
      greenIf(condition),
    ]);
    expectColours(colours, [GREEN]);
  });

  test("text_field sets a field that is not shown, and writes nowhere else", async () => {
    const fields = `<input id="hidden" style="display: none"><input id="other" autofocus>`;
    const colours = await swatchAfter(
      [
        { type: "text_field", selector: "#hidden", value: "Grace" },
        greenIf("hidden.value === 'Grace' && other.value === ''"),
      ],
      plain(fields),
    );
    expectColours(colours, [GREEN]);
  });

  test("text_field is heard by a controlled input, keys too", async () => {
    const condition = "document.querySelector('#state').textContent.startsWith('typed keydown')";
    const colours = await swatchAfter([
      { type: "text_field", selector: "#controlled", value: "typed" },
      greenIf(condition),
    ]);
    expectColours(colours, [GREEN]);
  });

  test.each(["g", "Green"])("select finds an option by value or label: %s", async (value) => {
    const colours = await swatchAfter([
      { type: "select", selector: "#colour", value },
      greenIf("document.querySelector('#colour').value === 'g'"),
    ]);
    expectColours(colours, [GREEN]);
  });

  test("select tells the page as a choice by hand does", async () => {
    const heard = `oninput="heard += 'i'" onchange="heard += 'c'"`;
    const colours = await swatchAfter(
      [{ type: "select", selector: "select", value: "b" }, greenIf("heard === 'ic'")],
      plain(`<script>var heard = ""</script><select ${heard}><option>a<option>b</select>`),
    );
    expectColours(colours, [GREEN]);
  });

  test("checkbox sets a state rather than toggling", async () => {
    const colours = await swatchAfter([
      { type: "checkbox", selector: "#agree", value: true },
      { type: "checkbox", selector: "#news", value: "true" },
      { type: "checkbox", selector: "#news", value: true },
      greenIf(
        "document.querySelector('#agree').checked && document.querySelector('#news').checked",
      ),
    ]);
    expectColours(colours, [GREEN]);
  });

  test("checkbox takes the state away", async () => {
    const colours = await swatchAfter([
      { type: "checkbox", selector: "#agree", value: false },
      { type: "checkbox", selector: "#agree", value: "false" },
      greenIf("!document.querySelector('#agree').checked"),
    ]);
    expectColours(colours, [GREEN]);
  });

  test("checkbox sets a switch whose page draws it anew a moment later", async () => {
    const toggle =
      "setTimeout(() => this.setAttribute('aria-checked', this.ariaChecked !== 'true'), 200)";
    const colours = await swatchAfter(
      [
        { type: "checkbox", selector: "button", value: true },
        { type: "checkbox", selector: "button", value: true },
        greenIf("document.querySelector('button').ariaChecked === 'true'"),
      ],
      plain(`<button role="switch" aria-checked="false" onclick="${toggle}">News</button>`),
    );
    expectColours(colours, [GREEN]);
  });

  test("submit presses Enter in the field last written", async () => {
    const html = `<form onsubmit="event.preventDefault(); if (pressed) ${DONE}">
      <input id="first" onkeydown="pressed = event.key === 'Enter'"></form>
      <input id="second"><script>let pressed = false</script>`;
    const colours = await swatchAfter(
      [{ type: "text_field", selector: "#first", value: "Grace" }, { type: "submit" }],
      plain(html),
    );
    expectColours(colours, [GREEN]);
  });

  test("submit presses Enter in what can be edited, without a form too", async () => {
    const heard = `if (event.key === 'Enter') ${DONE}`;
    const colours = await swatchAfter(
      [{ type: "text_field", selector: "div", value: "Grace" }, { type: "submit" }],
      plain(`<div contenteditable onkeydown="${heard}">old</div>`),
    );
    expectColours(colours, [GREEN]);
  });

  test("submit sends a form that has several fields and no button", async () => {
    const form = `<form action="/status/200"><input id="a"><input id="b"></form>`;
    const colours = await swatchAfter(
      [{ type: "text_field", selector: "#a", value: "Grace" }, { type: "submit" }],
      plain(form),
    );
    expectColours(colours, [[0, 192, 0]]);
  });

  test("wait waits", async () => {
    const late = "document.querySelector('#late')";
    const actions = [{ type: "wait", value: "1500" }, greenIf(late)];
    const colours = await swatchAfter(actions, "/actions/form?late");
    expectColours(colours, [GREEN]);
  });

  test("wait_for_selector waits for what comes late", async () => {
    const late = { type: "wait_for_selector", selector: "#late" };
    const seen = greenIf("document.querySelector('#late')");
    expectColours(await swatchAfter([late, seen], "/actions/form?late"), [GREEN]);
  });

  test("without any action nothing happens", async () => {
    expectColours(await swatchAfter([]), [RED]);
  });
});

describe.concurrent("actions", () => {
  test("are done in their order", async () => {
    const write = (value: string) => ({ type: "text_field", selector: "#name", value });
    const colours = await swatchAfter([
      write("first"),
      write("second"),
      greenIf("document.querySelector('#name').value === 'second'"),
    ]);
    expectColours(colours, [GREEN]);
  });

  test("go on on the page that a click led to, however late it answers", async () => {
    const there = page(`<body class="there" style="background: #f00">`);
    const go = greenIf("document.body.classList.contains('there')");
    const paint = { type: "css", value: ".there.done { background: #0f0 !important }" };
    const colours = await swatchAfter(
      [{ type: "click", selector: "a" }, go, paint],
      plain(`<a href="${there}&after=1500">Go on</a>`),
    );
    expectColours(colours, [GREEN]);
  });

  test("are read from the JSON text of a GET too", async () => {
    const actions = JSON.stringify([{ type: "click", selector: "#button" }]);
    const query = new URLSearchParams({
      url: `${site}/actions/form?get`,
      access_token: key,
      image_format: "png",
      page_width: "800",
      page_height: "500",
      multi_step_actions: actions,
    });
    const response = await call(`/snap?${query}`);
    expectColours((await pixels(response, [SWATCH])).colours, [GREEN]);
  });

  test.each([
    ["click", { type: "click", selector: "#nowhere" }, "#nowhere"],
    ["select", { type: "select", selector: "#colour", value: "Mauve" }, "Mauve"],
    ["text_field", { type: "text_field", selector: "#menu", value: "x" }, "no field"],
    ["text_field", { type: "text_field", selector: "#disabled", value: "x" }, "no field"],
    ["text_field", { type: "text_field", selector: "#readonly", value: "x" }, "no field"],
    ["checkbox", { type: "checkbox", selector: "#name", value: true }, "no checkbox"],
    ["hover", { type: "hover", selector: "#nowhere" }, "#nowhere"],
    ["submit", { type: "submit" }, "no form to submit"],
    ["javascript", { type: "javascript", value: "throw new Error('by hand')" }, "by hand"],
    ["redirect", { type: "redirect", value: inject("closedSite") }, "could not be reached"],
  ])(
    "a %s that fails ends the capture, with its index and what went wrong",
    async (_, action, why) => {
      const response = await snapAfter([{ type: "wait", value: 1 }, action]);
      const body = await response.json<{ reason: string; note: string }>();
      expect(response.status).toBe(400);
      expect(body.reason).toBe("action_failed");
      expect(body.note).toContain(`Action 1 (${action.type}`);
      expect(body.note).toContain(why);
    },
  );

  test("act in a configuration as they do in a snap", async () => {
    const { jobId } = await create(key, "/actions/form?configured", {
      ...WINDOW,
      image_format: "png",
      multi_step_actions: JSON.stringify([{ type: "click", selector: "#button" }]),
    });
    const { screenshot } = await closed(key, jobId);
    const image = await call(new URL(screenshot.direct_link).pathname);
    expectColours((await pixels(image, [SWATCH])).colours, [GREEN]);
    expect((await read("/screenshots", key)).body.screenshots.length).toBeGreaterThan(0);
  });

  test("of the encyclopedia example: search, then picture what was found", async () => {
    const response = await snapAfter(
      [
        { type: "text_field", selector: "#searchInput", value: "perseverance rover" },
        { type: "click", selector: "#search-form button" },
      ],
      "/actions/search",
    );
    expect(response.status).toBe(200);
    const log = await (await fetch(`${site}/logged/search`)).json<
      { query: { search: string } }[]
    >();
    expect(log.at(-1)?.query.search).toBe("perseverance rover");
  });
});
