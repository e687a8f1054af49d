import { afterAll, expect, test } from "vitest";
import { dispatchMouseEvent } from "../../support/mouse-events";
import { at, page } from "../../support/pages";
import {
  type NamedPortAttempt,
  PAGE_HOST,
  type PortAttempt,
  portLink,
  portScript,
} from "../../support/private-port";
import { expectNotReached } from "../../support/private-port-spec";
import { amountOf } from "../../support/shots";
import { CLOSED, newStudio } from "../../support/studio";

const studio = await newStudio();
afterAll(studio.close);

const onLink = (type: string, how: string): PortAttempt =>
  portScript(
    (port) =>
      `document.body.innerHTML = '<a href="http://127.0.0.1:${port}/">x</a>'; ${dispatchMouseEvent(type, how)}`,
  );
const onForm = (selector: string): PortAttempt =>
  portScript(
    (port) =>
      `document.body.innerHTML = '<form method="post" action="http://127.0.0.1:${port}/"><label><input name="a"><button>x</button></label></form>';
       ${dispatchMouseEvent("click", "ctrlKey: true", selector)}`,
  );

const CLICKS: NamedPortAttempt[] = [
  ["ctrl", onLink("click", "ctrlKey: true")],
  ["shift", onLink("click", "shiftKey: true")],
  ["ctrl and shift", onLink("click", "ctrlKey: true, shiftKey: true")],
  ["meta", onLink("click", "metaKey: true")],
  ["alt, which downloads the link", onLink("click", "altKey: true")],
  ["the middle button", onLink("click", "button: 1")],
  ["the middle button, auxclick", onLink("auxclick", "button: 1")],
  ["ctrl on a button of a form", onForm("button")],
  [
    "ctrl on the label of a button",
    portScript(
      (port) =>
        `document.body.innerHTML = '<form action="http://127.0.0.1:${port}/"><label><input type="submit"></label></form>';
         ${dispatchMouseEvent("click", "ctrlKey: true", "label")}`,
    ),
  ],
  [
    "ctrl on a link outside the document",
    portLink(`link.dispatchEvent(new MouseEvent("click", { ctrlKey: true }))`),
  ],
  [
    "ctrl in a srcdoc frame",
    (port) =>
      page(
        `<iframe srcdoc='<a href="http://127.0.0.1:${port}/">x</a><script>document.querySelector("a").dispatchEvent(new MouseEvent("click", { ctrlKey: true }))</script>'></iframe>`,
      ),
  ],
  [
    "ctrl, where prototypes are changed",
    portLink(`for (const name of ["ctrlKey", "button"]) Object.defineProperty(MouseEvent.prototype, name, { value: 0 });
      Object.defineProperty(Event.prototype, "type", { value: "none" });
      RegExp.prototype.exec = () => null; Object.prototype.get = () => 0;
      document.body.append(link); link.dispatchEvent(new MouseEvent("click", { ctrlKey: true }))`),
  ],
];

test.concurrent.each(CLICKS)("no window opens by a click with %s", async (_, attempt) => {
  await expectNotReached(studio, attempt);
});

test("clicks of a script without modifier keys keep their effect", async () => {
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
  const picture = await studio.take(at(PAGE_HOST, page(html)), {}, { policy: CLOSED });
  expect(await amountOf("ff00ff", picture.image)).toBeGreaterThan(100_000);
});
