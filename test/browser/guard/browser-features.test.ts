import { connect } from "cloudflare:sockets";
import { afterAll, describe, expect, test } from "vitest";
import { CaptureFailure } from "../../../src/errors";
import { inContext } from "../../support/browser";
import { eventually } from "../../support/eventually";
import { at, atSecure, content, page, redirect } from "../../support/pages";
import {
  capturePortAttempt,
  laterRedirect,
  type NamedPortAttempt,
  newPrivatePort,
  PAGE_HOST,
  type PortAttempt,
  portRemovedFrame,
  portScript,
} from "../../support/private-port";
import { expectNotReached, portAttemptSpec } from "../../support/private-port-spec";
import { newStudio, OPEN } from "../../support/studio";

const studio = await newStudio();
afterAll(studio.close);

const worklet = (context: string): PortAttempt => {
  return portScript((port) => `${context}.addModule("http://127.0.0.1:${port}/")`);
};
const AUDIO = "new OfflineAudioContext(1, 1, 44100).audioWorklet";

const FEATURES: NamedPortAttempt[] = [
  [
    "a compression dictionary in a Link header",
    (port) => page("", `Link: <http://127.0.0.1:${port}/>; rel=compression-dictionary`),
  ],
  [
    "a report of a Content-Security-Policy violation",
    (port) =>
      page(
        '<img src="/none">',
        `Content-Security-Policy: img-src 'none'; report-uri http://127.0.0.1:${port}/`,
      ),
  ],
];

/** Features that only secure pages have. */
const SECURE_FEATURES: NamedPortAttempt[] = [
  [
    "fetchLater",
    portScript((port) => `fetchLater("http://127.0.0.1:${port}/", { activateAfter: 0 })`),
  ],
  ["a paint worklet", worklet("CSS.paintWorklet")],
  ["an audio worklet", worklet(AUDIO)],
  [
    "an audio worklet that imports a module",
    portScript(
      (port) =>
        `${AUDIO}.addModule("${content("text/javascript", `import "http://127.0.0.1:${port}/"`)}")`,
    ),
  ],
  [
    "a federated login",
    portScript(
      (port) =>
        `navigator.credentials.get({ identity: { providers: [{ configURL: "https://127.0.0.1:${port}/", clientId: "x" }] } })`,
    ),
  ],
];

portAttemptSpec(studio, FEATURES);
describe("on a secure page", () => portAttemptSpec(studio, SECURE_FEATURES, atSecure));

/** Features that Chromium 147 has and Chromium 153 has not. The service may run with either. */
const REMOVED_FEATURES: [name: string, policy: string, attempt: PortAttempt][] = [
  ["a shared storage worklet", "shared-storage", worklet("sharedStorage.worklet")],
  [
    "an attribution source",
    "attribution-reporting",
    (port) => page(`<img src="/none" attributionsrc="http://127.0.0.1:${port}/">`),
  ],
  [
    "an attribution source whose frame is removed",
    "attribution-reporting",
    portRemovedFrame(
      (port) =>
        `document.body.append(Object.assign(new Image(), { attributionSrc: "${laterRedirect(port)}" }))`,
      atSecure,
    ),
  ],
  [
    "an interest group",
    "join-ad-interest-group",
    portScript(
      (port) =>
        `navigator.joinAdInterestGroup({ owner: "https://127.0.0.1:${port}", name: "x", lifetimeMs: 60_000 })`,
    ),
  ],
];

describe("on a secure page, a feature that newer browsers removed", () => {
  describe.concurrent.each(REMOVED_FEATURES)("%s", (_, policy, attempt) => {
    test("does not reach a private address, and the page is still captured", async () => {
      await expectNotReached(studio, attempt, atSecure);
    });

    test("reaches a private address where these are open, exactly if the browser has the feature", async () => {
      const { isReached } = await capturePortAttempt(studio, attempt, OPEN, { toUrl: atSecure });
      expect(isReached).toBe(await hasFeature(policy));
    });
  });
});

/**
 * Whether the browser has the feature of a permissions policy. Chromium 153 keeps the interfaces of removed features
 * without their effect, but not their policies.
 */
async function hasFeature(policy: string): Promise<unknown> {
  return inContext(studio.sessionId, async ({ context }) => {
    const securePage = await context.newPage();
    await securePage.goto(atSecure(PAGE_HOST, "/empty"));
    return securePage.evaluate(`document.featurePolicy.features().includes("${policy}")`);
  });
}

// The browser does not use these, or only after a user gesture. Private addresses are open: the guard is not the reason.
test.each([
  ["a page", at],
  ["a secure page", atSecure],
])(
  "%s does not reach a private address by another feature, even where these are open",
  async (_, toUrl) => {
    const attempt: PortAttempt = (port) => {
      const url = `http://127.0.0.1:${port}/`;
      const payment = `new PaymentRequest([{ supportedMethods: "https://127.0.0.1:${port}/" }], { total: { label: "x", amount: { currency: "USD", value: "1" } } })`;
      const calls = [
        `${payment}.canMakePayment()`,
        `${payment}.show()`,
        `new PresentationRequest("${url}").start()`,
        `navigator.mediaSession.metadata = new MediaMetadata({ artwork: [{ src: "${url}" }] })`,
        `new Worker("${redirect(302, url)}")`,
      ];
      const links = ["preconnect", "dns-prefetch", "prerender", "next", "icon", "manifest"];
      return page(
        `${links.map((rel) => `<link rel="${rel}" href="${url}">`).join("")}
        <script>${calls.map((call) => `try { ${call} } catch {}`).join("\n")}</script>`,
        `Link: <${url}>; rel=preconnect`,
      );
    };
    const { outcome, isReached } = await capturePortAttempt(studio, attempt, OPEN, { toUrl });
    expect(outcome).not.toBeInstanceOf(CaptureFailure);
    expect(isReached).toBe(false);
  },
);

test("a connection on which nothing is sent counts as reached", async () => {
  const { port, isReached } = await newPrivatePort();
  const silent = connect(`127.0.0.1:${port}`);
  await silent.opened;
  await eventually(async () => expect(await isReached()).toBe(true));
  await silent.close();
});
