import { afterAll, expect, test } from "vitest";
import { page } from "../support/pages";
import { newStudio } from "../support/studio";

const studio = await newStudio();
afterAll(studio.close);

test.concurrent.each([
  ["a text", '<p id="it">17 flights</p>', "17 flights"],
  ["white space, folded", '<pre id="it">  17\n\n flights\t</pre>', "17 flights"],
  ["its parts", '<p id="it">17 <b>flights</b><i hidden>18</i></p>', "17 flights"],
  ["an element that is not shown", '<p id="it" style="display: none">Sold out</p>', ""],
  ["one in what is not shown", '<div hidden><p id="it">Sold out</p></div>', ""],
  ["an invisible one", '<p id="it" style="visibility: hidden">Sold out</p>', ""],
  ["what stands in a field", '<input id="it" value="17">', "17"],
  ["a text in a drawing", '<svg><text id="it" y="20">17</text></svg>', "17"],
  ["the page's title", '<title id="it">17 flights</title>', "17 flights"],
  [
    "what comes a second late",
    '<p id="it"></p><script>setTimeout(() => it.remove(), 100); setTimeout(() => document.body.innerHTML = "<p id=it>late", 1100)</script>',
    "late",
  ],
  ["an element that only its children draw", '<p style="display: contents" id="it">17</p>', "17"],
  [
    "one of those in what is not shown",
    '<div hidden><p style="display: contents" id="it">17</p></div>',
    "",
  ],
  ["the option that is chosen", '<select><option>16<option id="it" selected>17</select>', "17"],
  ["nothing", "<p>another</p>", null],
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
