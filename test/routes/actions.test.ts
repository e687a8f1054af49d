import { describe, expect, inject, test } from "vitest";
import { GREEN, greenIf, plain, SWATCH, snapAfter, swatchAfter, WINDOW } from "../support/actions";
import { call, newAccount, pixels, site } from "../support/api";
import { expectColours } from "../support/colours";
import { closed, create, read } from "../support/configurations";
import { page } from "../support/pages";

describe.concurrent("actions", () => {
  test("run in their order", async () => {
    const write = (value: string) => ({ type: "text_field", selector: "#name", value });
    const colours = await swatchAfter([
      write("first"),
      write("second"),
      greenIf("document.querySelector('#name').value === 'second'"),
    ]);
    expectColours(colours, [GREEN]);
  });

  test("continue on the page that a click opened, even if it responds late", async () => {
    const there = page(`<body class="there" style="background: #f00">`);
    const go = greenIf("document.body.classList.contains('there')");
    const paint = { type: "css", value: ".there.done { background: #0f0 !important }" };
    const colours = await swatchAfter(
      [{ type: "click", selector: "a" }, go, paint],
      plain(`<a href="${there}&after=1500">Go on</a>`),
    );
    expectColours(colours, [GREEN]);
  });

  test("are read from the JSON text of a GET", async () => {
    const { key } = await newAccount();
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
    ["javascript", { type: "javascript", value: "throw new Error('thrown here')" }, "thrown here"],
    ["redirect", { type: "redirect", value: inject("closedSite") }, "could not be reached"],
  ])("a %s that fails ends the capture, with its index and its cause", async (_, action, why) => {
    const response = await snapAfter([{ type: "wait", value: 1 }, action]);
    const body = await response.json<{ reason: string; note: string }>();
    expect(response.status, body.note).toBe(400);
    expect(body.reason).toBe("action_failed");
    expect(body.note).toContain(`Action 1 (${action.type}`);
    expect(body.note).toContain(why);
  });

  test("work in a configuration as in a snap", async () => {
    const { key } = await newAccount();
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

  test("of the specification search an encyclopedia, and capture the result", async () => {
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
