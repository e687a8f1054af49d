import { afterAll, expect, test } from "vitest";
import { page } from "../support/pages";
import { newStudio } from "../support/studio";

const studio = await newStudio();
afterAll(studio.close);

test.concurrent.each([
  ["a text", '<p id="it">17 flights</p>', "17 flights"],
  ["white space, collapsed", '<pre id="it">  17\n\n flights\t</pre>', "17 flights"],
  ["its child elements", '<p id="it">17 <b>flights</b><i hidden>18</i></p>', "17 flights"],
  ["nothing of an element with display: none", '<p id="it" style="display: none">Sold out</p>', ""],
  ["nothing of an element in a hidden parent", '<div hidden><p id="it">Sold out</p></div>', ""],
  [
    "nothing of an element with visibility: hidden",
    '<p id="it" style="visibility: hidden">Sold out</p>',
    "",
  ],
  ["the value of a field", '<input id="it" value="17">', "17"],
  ["a text in an SVG", '<svg><text id="it" y="20">17</text></svg>', "17"],
  ["the title of the page", '<title id="it">17 flights</title>', "17 flights"],
  [
    "an element that is added a second later",
    '<p id="it"></p><script>setTimeout(() => it.remove(), 100); setTimeout(() => document.body.innerHTML = "<p id=it>late", 1100)</script>',
    "late",
  ],
  ["an element with display: contents", '<p style="display: contents" id="it">17</p>', "17"],
  [
    "nothing of an element with display: contents in a hidden parent",
    '<div hidden><p style="display: contents" id="it">17</p></div>',
    "",
  ],
  ["the selected option", '<select><option>16<option id="it" selected>17</select>', "17"],
  ["null without a match", "<p>another</p>", null],
])("change sees %s", async (_, html, value) => {
  const change = {
    type: "change",
    selector: "#it",
    send_to: "webhook",
    url: "https://example.com",
  };
  const { seen } = await studio.take(page(html), {
    js_inject: "new Promise((done) => setTimeout(done, 300))",
    multi_step_actions: [change],
  });
  expect(seen).toMatchObject([{ index: 0, value }]);
});
