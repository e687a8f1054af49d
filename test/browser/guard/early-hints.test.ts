import { afterAll, describe, expect, test } from "vitest";
import { hintedUrls } from "../../../src/browser/guard/early-hints";
import { CaptureFailure } from "../../../src/errors";
import { at, atSecure } from "../../support/pages";
import {
  type Attempt,
  captureAttempt,
  DOTLESS_HOST,
  PRIVATE_HOST,
  PUBLIC_HOST,
  secretImage,
} from "../../support/private-server";
import { CLOSED, newStudio, OPEN } from "../../support/studio";

const studio = await newStudio();
afterAll(studio.close);

/** A page whose 103 response has these links. */
const hinting = (...links: string[]) => {
  const query = new URLSearchParams(links.map((link) => ["link", link]));
  return atSecure(PUBLIC_HOST, `/hints?${query}`);
};

describe("a page whose 103 response links to a private address", () => {
  test.each<[string, Attempt, string?]>([
    ["a preload", (secret) => hinting(`<${secret(secretImage)}>; rel=preload; as=image`)],
    ["a module preload", (secret) => hinting(`<${secret("/empty")}>; rel=modulepreload`)],
    [
      "an address without a scheme",
      (secret) => hinting(`<${secret("/empty").slice(5)}>; rel=preload; as=font`),
    ],
    [
      "a name without a dot",
      (secret) => hinting(`<${secret("/empty")}>; rel=preload; as=image`),
      DOTLESS_HOST,
    ],
  ])("fails as blocked_address: %s", async (_, attempt, host = PRIVATE_HOST) => {
    const { outcome } = await captureAttempt(studio, attempt, CLOSED, host);
    expect(outcome).toMatchObject({ reason: "blocked_address" });
    expect(await captureAttempt(studio, attempt, OPEN, host)).not.toMatchObject({
      outcome: { reason: expect.anything() },
    });
  });
});

test("a page whose 103 response links to a public address is captured", async () => {
  const attempt = () => hinting(`<${at("cdn.example.org", secretImage)}>; rel=preload; as=image`);
  const { outcome } = await captureAttempt(studio, attempt, CLOSED);
  expect(outcome).not.toBeInstanceOf(CaptureFailure);
});

test("the links of a 103 response are parsed as the browser parses them", () => {
  const link = '</a>; title="<"; rel=icon, < http://10.0.0.1/b >; rel=preload,<//10.0.0.2/c>';
  expect(hintedUrls(link).map(String)).toEqual(["http://10.0.0.1/b", "https://10.0.0.2/c"]);
});
