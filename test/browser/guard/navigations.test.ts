import { afterAll, describe, expect, test } from "vitest";
import { at, page, redirect } from "../../support/pages";
import {
  type Attempt,
  captureAttempt,
  inScript,
  type NamedAttempt,
  onPage,
  PUBLIC_HOST,
  secretPage,
} from "../../support/private-server";
import { CLOSED, newStudio, OPEN } from "../../support/studio";

const studio = await newStudio();
afterAll(studio.close);

const NAVIGATIONS: NamedAttempt[] = [
  ...[301, 302, 307, 308].map((status): [string, Attempt] => [
    `a redirect ${status}`,
    (secret) => at(PUBLIC_HOST, redirect(status, secret(secretPage))),
  ]),
  [
    "a chain of redirects",
    (secret) => {
      const last = at("third.example.com", redirect(307, secret(secretPage)));
      return at(PUBLIC_HOST, redirect(302, at("second.example.com", redirect(301, last))));
    },
  ],
  [
    "a meta refresh",
    onPage((secret) => `<meta http-equiv="refresh" content="0; url=${secret(secretPage)}">`),
  ],
  [
    "a Refresh header",
    (secret) => at(PUBLIC_HOST, page("", `Refresh: 0; url=${secret(secretPage)}`)),
  ],
  ["location.href", inScript((secret) => `location.href = "${secret(secretPage)}"`)],
  [
    "location.replace after 300 ms",
    inScript((secret) => `setTimeout(() => location.replace("${secret(secretPage)}"), 300)`),
  ],
  [
    "a form",
    onPage(
      (secret) =>
        `<form method="post" action="${secret(secretPage)}"></form><script>document.forms[0].submit()</script>`,
    ),
  ],
  [
    "a link that is clicked",
    onPage(
      (secret) => `<a href="${secret(secretPage)}"></a><script>document.links[0].click()</script>`,
    ),
  ],
  [
    "a frame's script",
    onPage(
      (secret) =>
        `<iframe srcdoc='<script>top.location = "${secret(secretPage)}"</script>'></iframe>`,
    ),
  ],
];

describe.concurrent.each(NAVIGATIONS)(
  "a page that navigates to a private address by %s",
  (_, attempt) => {
    test("fails as blocked_address and does not reach it", async () => {
      const { outcome, isReached } = await captureAttempt(studio, attempt, CLOSED);
      expect(outcome).toMatchObject({ reason: "blocked_address" });
      expect(isReached).toBe(false);
    });

    test("is captured there where private addresses are open", async () => {
      const { isReached, secretPixels } = await captureAttempt(studio, attempt, OPEN);
      expect([isReached, secretPixels]).toEqual([true, 400 * 300]);
    });
  },
);
