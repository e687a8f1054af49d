import { describe, test } from "vitest";
import { DONE, GREEN, greenIf, plain, swatchAfter } from "../support/actions";
import { expectColours } from "../support/colours";

describe.concurrent("an action on a form", () => {
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

  test("text_field sets a hidden field, and types into no other", async () => {
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

  test("text_field fires the input and key events of a controlled input", async () => {
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

  test("select fires input and change events", async () => {
    const listeners = `oninput="fired += 'i'" onchange="fired += 'c'"`;
    const colours = await swatchAfter(
      [{ type: "select", selector: "select", value: "b" }, greenIf("fired === 'ic'")],
      plain(`<script>var fired = ""</script><select ${listeners}><option>a<option>b</select>`),
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

  test("checkbox clears the state", async () => {
    const colours = await swatchAfter([
      { type: "checkbox", selector: "#agree", value: false },
      { type: "checkbox", selector: "#agree", value: "false" },
      greenIf("!document.querySelector('#agree').checked"),
    ]);
    expectColours(colours, [GREEN]);
  });

  test("checkbox sets a switch that the page updates later", async () => {
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

  test("submit presses Enter in the field that was written last", async () => {
    const html = `<form onsubmit="event.preventDefault(); if (pressed) ${DONE}">
      <input id="first" onkeydown="pressed = event.key === 'Enter'"></form>
      <input id="second"><script>let pressed = false</script>`;
    const colours = await swatchAfter(
      [{ type: "text_field", selector: "#first", value: "Grace" }, { type: "submit" }],
      plain(html),
    );
    expectColours(colours, [GREEN]);
  });

  test("submit presses Enter in an editable element outside a form", async () => {
    const onKey = `if (event.key === 'Enter') ${DONE}`;
    const colours = await swatchAfter(
      [{ type: "text_field", selector: "div", value: "Grace" }, { type: "submit" }],
      plain(`<div contenteditable onkeydown="${onKey}">old</div>`),
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
});
