import { afterAll, describe, expect, test } from "vitest";
import { CaptureFailure } from "../../../src/errors";
import { at } from "../../support/pages";
import {
  captureAttempt,
  DOTLESS_HOST,
  inScript,
  type NamedAttempt,
  onPage,
  secretImage,
} from "../../support/private-server";
import { PRIVATE_SUBRESOURCES } from "../../support/private-subresources";
import { privateSubresourcesSpec } from "../../support/private-subresources-spec";
import { CLOSED, newStudio, OPEN } from "../../support/studio";

const studio = await newStudio();
afterAll(studio.close);

/** Requests whose response the page never gets. */
const UNANSWERED: NamedAttempt[] = [
  ["fetch that CORS refuses", inScript((secret) => `fetch("${secret("/quarters")}")`)],
  [
    "fetch that is aborted",
    inScript(
      (secret) => `const stop = new AbortController();
        fetch("${secret("/hang")}", { mode: "no-cors", method: "POST", body: "x", signal: stop.signal });
        setTimeout(() => stop.abort(), 300)`,
    ),
  ],
  [
    "frame that is removed",
    inScript(
      (
        secret,
      ) => `const frame = Object.assign(document.createElement("iframe"), { src: "${secret("/hang")}" });
        document.body.append(frame);
        setTimeout(() => frame.remove(), 300)`,
    ),
  ],
];

test("a download from a name without a dot fails as blocked_address and does not reach it", async () => {
  const attempt = inScript(
    (secret) =>
      `Object.assign(document.createElement("a"), { href: "${secret("/hang")}", download: "" }).click()`,
  );
  const { outcome, isReached } = await captureAttempt(studio, attempt, CLOSED, DOTLESS_HOST);
  expect(outcome).toMatchObject({ reason: "blocked_address" });
  expect(isReached).toBe(false);
  expect((await captureAttempt(studio, attempt, OPEN, DOTLESS_HOST)).isReached).toBe(true);
});

/** A sample, since each takes time. */
const SAMPLE =
  /^(iframe|img|object|fetch|XML|@import|font|script|import|prefetch|preload|EventSource)/;

test.concurrent.each(UNANSWERED)(
  "a page that loads from a name without a dot is captured and does not reach it: %s",
  async (_, attempt) => {
    const { outcome, isReached, secretPixels } = await captureAttempt(
      studio,
      attempt,
      CLOSED,
      DOTLESS_HOST,
    );
    expect(outcome).not.toBeInstanceOf(CaptureFailure);
    expect([isReached, secretPixels]).toEqual([false, 0]);
  },
);

describe("a page that loads from a name without a dot", () => {
  const parts = PRIVATE_SUBRESOURCES.filter(([name]) => SAMPLE.test(name));
  privateSubresourcesSpec(studio, parts, DOTLESS_HOST);
});

test.concurrent.each(UNANSWERED)(
  "a page reaches a name without a dot where private addresses are open: %s",
  async (_, attempt) => {
    expect((await captureAttempt(studio, attempt, OPEN, DOTLESS_HOST)).isReached).toBe(true);
  },
);

test("an image from a public name that ends with a dot is loaded", async () => {
  const image = onPage(() => `<img src="${at("cdn.example.org.", secretImage)}">`);
  expect((await captureAttempt(studio, image, CLOSED)).secretPixels).toBe(100 * 100);
});
