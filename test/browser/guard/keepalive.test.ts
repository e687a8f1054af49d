import { afterAll, describe, expect, test } from "vitest";
import { atSecure, page } from "../../support/pages";
import {
  laterRedirect,
  type NamedPortAttempt,
  PAGE_HOST,
  type PortAttempt,
  portRemovedFrame,
} from "../../support/private-port";
import { portAttemptSpec } from "../../support/private-port-spec";
import { amountOf } from "../../support/shots";
import { CLOSED, newStudio } from "../../support/studio";

const studio = await newStudio();
afterAll(studio.close);

/** `document.all` has a `keepalive`, although its type is "undefined". */
const withDocumentAll = (code: (url: string) => string): PortAttempt =>
  portRemovedFrame(
    (port) =>
      `document.body.innerHTML = '<img name="keepalive" id="keepalive">'; ${code(laterRedirect(port))}`,
  );

const OUTLIVING: NamedPortAttempt[] = [
  [
    "a fetch",
    portRemovedFrame(
      (port) => `fetch("${laterRedirect(port)}", { keepalive: true, mode: "no-cors" })`,
    ),
  ],
  [
    "a Request",
    portRemovedFrame(
      (port) =>
        `fetch(new Request("${laterRedirect(port)}", { keepalive: true, mode: "no-cors" }))`,
    ),
  ],
  ["a beacon", portRemovedFrame((port) => `navigator.sendBeacon("${laterRedirect(port)}", "x")`)],
  [
    "a ping",
    portRemovedFrame(
      (port) =>
        `const link = Object.assign(document.createElement("a"), { href: "#", ping: "${laterRedirect(port)}" }); document.body.append(link); link.click()`,
    ),
  ],
  [
    "a fetch whose options are document.all",
    withDocumentAll((url) => `fetch("${url}", document.all)`),
  ],
  [
    "a Request whose options are document.all",
    withDocumentAll((url) => `fetch(new Request("${url}", document.all))`),
  ],
];

describe("a request that outlives its frame", () => portAttemptSpec(studio, OUTLIVING));

// Chromium sends the body of another request by HTTP/2 only.
test("a request whose options are another request has the method, headers and body of that one", async () => {
  const html = `<!doctype html><body><script>(async () => {
    const other = () => new Request("/", { method: "POST", headers: { "X-Other": "a" }, body: "x", keepalive: true });
    const copy = new Request("/", other());
    const isSame = [
      copy.method === "POST", copy.headers.get("X-Other") === "a", !copy.keepalive, (await copy.text()) === "x",
    ];
    const answer = await fetch("/echoed-body", other());
    if (isSame.every(Boolean) && (await answer.text()) === "POST x") document.body.style.background = "#ff00ff";
  })()</script>`;
  const picture = await studio.take(
    atSecure(PAGE_HOST, page(html)),
    { wait: 1_500 },
    { policy: CLOSED },
  );
  expect(await amountOf("ff00ff", picture.image)).toBeGreaterThan(100_000);
});
