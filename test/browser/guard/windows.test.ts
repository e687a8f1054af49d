import { afterAll, describe, expect, test } from "vitest";
import { CaptureFailure } from "../../../src/errors";
import {
  type Attempt,
  captureAttempt,
  inScript,
  onPage,
  secretPage,
} from "../../support/private-server";
import { CLOSED, newStudio, OPEN } from "../../support/studio";

const studio = await newStudio();
afterAll(studio.close);

const byLink = (code: (link: string) => string): Attempt =>
  inScript(
    (secret) =>
      `const link = Object.assign(document.createElement("a"), { target: "_blank", href: "${secret(secretPage)}" }); ${code("link")}`,
  );

describe("a page cannot open a window", () => {
  test.each<[string, Attempt]>([
    ["by window.open", inScript((secret) => `open("${secret(secretPage)}")`)],
    [
      "by window.open without an opener",
      inScript((secret) => `open("${secret(secretPage)}", "_blank", "noopener")`),
    ],
    [
      "by a link",
      onPage(
        (secret) =>
          `<a target="_blank" href="${secret(secretPage)}"></a><script>document.links[0].click()</script>`,
      ),
    ],
    ["by a link outside the document", byLink((link) => `${link}.click()`)],
    [
      "by a link in a closed shadow root",
      byLink(
        (
          link,
        ) => `const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "closed" });
          root.append(${link}); ${link}.click()`,
      ),
    ],
    [
      'by a link whose target is "external"',
      byLink(
        (link) => `document.body.append(${link}); ${link}.target = "external"; ${link}.click()`,
      ),
    ],
    [
      "by a link in an SVG",
      onPage(
        (secret) =>
          `<svg><a target="_blank" href="${secret(secretPage)}"></a></svg><script>
          document.querySelector("a").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }))</script>`,
      ),
    ],
  ])("%s, and is captured", async (_, attempt) => {
    const { outcome, secretPixels, isReached } = await captureAttempt(studio, attempt, CLOSED);
    expect(outcome).not.toBeInstanceOf(CaptureFailure);
    expect({ secretPixels, isReached }).toEqual({ secretPixels: 0, isReached: false });
  });

  // Nothing watches the requests of that window.
  test("by a link that changes during the click, and fails as blocked_address", async () => {
    const changing = inScript(
      (secret) => `const link = document.createElement("a"); link.href = "${secret(secretPage)}";
        document.body.append(link); link.onclick = () => { link.target = "_blank" }; link.click();`,
    );
    expect((await captureAttempt(studio, changing, CLOSED)).outcome).toMatchObject({
      reason: "blocked_address",
    });
    expect((await captureAttempt(studio, changing, OPEN)).outcome).not.toBeInstanceOf(
      CaptureFailure,
    );
  });
});
