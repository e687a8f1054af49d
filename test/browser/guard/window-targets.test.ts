import { afterAll, test } from "vitest";
import { page } from "../../support/pages";
import {
  type NamedPortAttempt,
  type PortAttempt,
  portLink,
  portScript,
} from "../../support/private-port";
import { expectNotReached } from "../../support/private-port-spec";
import { newStudio } from "../../support/studio";

const studio = await newStudio();
afterAll(studio.close);

/** Runs code after the document is loaded. */
const reopened = (code: (html: string) => string): PortAttempt =>
  portScript((port) => {
    const html = `<a target="_blank" href="http://127.0.0.1:${port}/">x</a>`;
    return `onload = () => setTimeout(() => { ${code(html)} }, 100)`;
  });
const declared =
  (code: string): PortAttempt =>
  (port) =>
    page(`<!doctype html><div><template shadowrootmode="open">
      <form target="_blank" action="http://127.0.0.1:${port}/"><button><slot></slot></button></form></template><b>x</b></div>
      <script>const form = document.querySelector("div").shadowRoot.querySelector("form");
        const button = form.firstChild; ${code}</script>`);

const TARGETS: NamedPortAttempt[] = [
  [
    "a target, where prototypes are changed",
    portLink(`link.target = "_blank"; document.body.append(link);
      link.getAttribute = Event.prototype.composedPath = Event.prototype.preventDefault = () => null;
      link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }))`),
  ],
  [
    "a target, where an image has the name of a method",
    portLink(`link.target = "_blank"; const image = new Image(); image.name = "querySelectorAll";
      document.body.append(link, image); link.click()`),
  ],
  [
    "a target, by a native method that a changed prototype reveals",
    portLink(`link.target = "_blank"; let native;
      Function.prototype.call = function () { native = this };
      link.click(); document.createElement("p").click(); delete Function.prototype.call;
      Function.prototype.call = undefined; native && Reflect.apply(native, link, [])`),
  ],
  [
    "a target around a clicked element outside the document",
    portLink(`link.target = "_blank"; link.append("text", document.createElement("b"));
      link.lastChild.click(); link.firstChild.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      link.dispatchEvent(new MouseEvent("click"))`),
  ],
  [
    "a target in a closed shadow root",
    portLink(`link.target = "_blank";
      const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "closed" });
      root.append(link); link.click()`),
  ],
  [
    "a form in a closed shadow root",
    portScript(
      (port) => `const root = document.body.attachShadow({ mode: "closed" });
        root.innerHTML = '<form target="_blank" action="http://127.0.0.1:${port}/"><button>x</button></form>';
        root.querySelector("button").click(); root.querySelector("form").requestSubmit()`,
    ),
  ],
  [
    "document.open",
    portScript((port) => `document.open("http://127.0.0.1:${port}/", "_blank", "")`),
  ],
  [
    "a target in a reopened document",
    reopened((html) => `document.open(); document.write('${html}'); document.links[0].click()`),
  ],
  [
    "a target added by document.write",
    reopened((html) => `document.write('${html}'); document.links[0].click()`),
  ],
  [
    "a target added by document.writeln",
    reopened((html) => `document.writeln('${html}'); document.links[0].click()`),
  ],
  [
    "a target clicked by a script that document.write adds",
    reopened((html) => `document.write('${html}<script>document.links[0].click()<\\/script>')`),
  ],
  [
    "a target written by an object that closes the document first",
    reopened(
      (html) =>
        `document.write({ toString() { document.close(); return '${html}<script>document.links[0].click()<\\/script>' } })`,
    ),
  ],
  [
    "a target in a frame whose document the page reopens",
    portScript(
      (port) => `const frame = document.body.appendChild(document.createElement("iframe"));
        document.open.call(frame.contentDocument);
        document.write.call(frame.contentDocument, '<a target="_blank" href="http://127.0.0.1:${port}/">x</a>');
        frame.contentDocument.links[0].click(); frame.contentDocument.close()`,
    ),
  ],
  ["a form in a declarative shadow root", declared(`button.click()`)],
  ["requestSubmit on a form in a declarative shadow root", declared(`form.requestSubmit()`)],
  [
    "a form in a declarative shadow root, by a click event that does not leave it",
    declared(`button.dispatchEvent(new MouseEvent("click", { cancelable: true }))`),
  ],
  [
    "a form in a declarative shadow root, by a click on its slotted element",
    declared(`document.querySelector("b").click()`),
  ],
];

test.concurrent.each(TARGETS)("no window opens by %s", async (_, attempt) => {
  await expectNotReached(studio, attempt);
});
