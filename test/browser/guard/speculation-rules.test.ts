import { afterAll, describe, expect, test } from "vitest";
import { CaptureFailure } from "../../../src/errors";
import { at, content, page } from "../../support/pages";
import {
  type NamedPortAttempt,
  PAGE_HOST,
  type PortAttempt,
  portScript,
} from "../../support/private-port";
import { portAttemptSpec } from "../../support/private-port-spec";
import { CLOSED, newStudio } from "../../support/studio";

const studio = await newStudio();
afterAll(studio.close);

/** Creates an element of speculation rules for a private address. */
const addRules = (port: string) =>
  `const rule = document.createElement("script"); rule.type = "speculationrules"; rule.text = '${rules(port)}';`;
const rules = (port: string) =>
  JSON.stringify({ prefetch: [{ urls: [`http://127.0.0.1:${port}/`], eagerness: "immediate" }] });
const byRules = (before: string, after = "document.body.append(rule)"): PortAttempt =>
  portScript((port) => `${before}; ${addRules(port)} ${after}`);

const RULES: NamedPortAttempt[] = [
  [
    "in a script element",
    (port) => page(`<body><script type="speculationrules">${rules(port)}</script>`),
  ],
  [
    "in a closed shadow root",
    portScript(
      (
        port,
      ) => `const rules = Object.assign(document.createElement("script"), { type: "speculationrules", text: '${rules(port)}' });
        document.body.attachShadow({ mode: "closed" }).append(rules)`,
    ),
  ],
  [
    "from a Speculation-Rules header",
    (port) =>
      page("", `Speculation-Rules: "${content("application/speculationrules+json", rules(port))}"`),
  ],
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
    "where options of dictionaries are changed",
    byRules(
      "Object.prototype.attributeFilter = 1",
      `let root; try { root = document.body.attachShadow({ mode: "open" }) } catch { root = document.body.shadowRoot }
       root.append(rule)`,
    ),
  ],
  [
    "from the document of a frame",
    portScript(
      (port) => `const frame = document.createElement("iframe"); document.body.append(frame);
        ${addRules(port).replace("document.", "frame.contentDocument.")} document.body.append(rule)`,
    ),
  ],
  [
    "in an open declarative shadow root",
    (port) =>
      page(
        `<!doctype html><div><template shadowrootmode="open"><script type="speculationrules">${rules(port)}</script></template></div>`,
      ),
  ],
  ["whose type changes", byRules("", `document.body.append(rule); rule.type = "text/plain"`)],
  [
    "in a reopened document",
    portScript(
      (port) =>
        `document.open(); document.write('<script type="speculationrules">${rules(port)}<\\/script>'); document.close()`,
    ),
  ],
];

describe("speculation rules", () => portAttemptSpec(studio, RULES));

// The guard cannot remove these, and their server never answers.
describe.concurrent.each<[string, (rules: string) => string]>([
  [
    "in a closed declarative shadow root",
    (text) =>
      `<div><template shadowrootmode="closed"><script type="speculationrules">${text}</script></template></div>`,
  ],
  [
    "in an SVG",
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
  test("fails as blocked_address where they name a private address", async () => {
    const address = at(PAGE_HOST, hanging("127.0.0.1"));
    const outcome = await studio.outcome(address, { wait: 1_500 }, { policy: CLOSED });
    expect(outcome).toMatchObject({ reason: "blocked_address" });
  });

  test("is captured where they name a public one", async () => {
    const address = at(PAGE_HOST, hanging("public.example.com"));
    const outcome = await studio.outcome(address, { wait: 1_500 }, { policy: CLOSED });
    expect(outcome).not.toBeInstanceOf(CaptureFailure);
  });
});
