import { afterAll, describe, expect, test } from "vitest";
import { at, page, script } from "../../support/pages";
import {
  captureAttempt,
  inScript,
  type NamedAttempt,
  onPage,
  PRIVATE_HOST,
  paint,
  secretImage,
  workerTag,
} from "../../support/private-server";
import { PRIVATE_SUBRESOURCES } from "../../support/private-subresources";
import { privateSubresourcesSpec } from "../../support/private-subresources-spec";
import { CLOSED, newStudio, OPEN } from "../../support/studio";

const studio = await newStudio();
afterAll(studio.close);

/** Workers that outlive their page. No page may start one, even where private addresses are open. */
const OUTLIVING_WORKERS: NamedAttempt[] = [
  ["shared worker", onPage(workerTag((secret) => `fetch("${secret("/empty")}")`, "SharedWorker"))],
  [
    "shared worker from a new frame",
    inScript(
      (secret) => `const frame = document.createElement("iframe");
    document.body.append(frame);
    new frame.contentWindow.SharedWorker("${script(`fetch("${secret("/empty")}")`)}")`,
    ),
  ],
  [
    "service worker",
    (secret) =>
      at(
        "localhost",
        page(
          `<body><script>navigator.serviceWorker
            .register("${script(`fetch("${secret("/empty")}")`)}")
            .then(() => { ${paint} })</script>`,
        ),
      ),
  ],
];

describe("a page that loads from a private address", () => {
  privateSubresourcesSpec(studio, PRIVATE_SUBRESOURCES, PRIVATE_HOST);
});

test.concurrent.each(OUTLIVING_WORKERS)("a page cannot start a %s", async (_, attempt) => {
  const { isReached, secretPixels } = await captureAttempt(studio, attempt, OPEN);
  expect([isReached, secretPixels]).toEqual([false, 0]);
});

test("a page that loads an image from a public host is captured with it", async () => {
  const image = onPage(() => `<img src="${at("cdn.example.org", secretImage)}">`);
  expect((await captureAttempt(studio, image, CLOSED)).secretPixels).toBe(100 * 100);
});
