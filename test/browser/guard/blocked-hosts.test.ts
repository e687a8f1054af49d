import { afterAll, describe, expect, test } from "vitest";
import { at, redirect } from "../../support/pages";
import {
  type Attempt,
  captureAttempt,
  onPage,
  PUBLIC_HOST,
  secretPage,
} from "../../support/private-server";
import { CLOSED, newStudio, OPEN } from "../../support/studio";

const studio = await newStudio();
afterAll(studio.close);

const PRIVATE_HOSTS = [
  "localhost",
  "LOCALHOST",
  "localhost.",
  "a.localhost",
  "127.1",
  "2130706433",
  "0x7f000001",
  "0177.0.0.1",
  "0.0.0.0",
  "[::1]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "x@127.0.0.1",
  "169.254.169.254",
  "10.0.0.1",
  "192.168.0.1",
  "[fd00::1]",
  "printer.local",
  "vault.internal",
  "vault.internal.",
  "router.home",
  "db.svc",
  "1.0.0.127.in-addr.arpa",
  "intranet",
  "intranet.",
  "intranet..",
  "a..b",
];

describe("every spelling of a private host is refused", () => {
  test.each(PRIVATE_HOSTS)("%s", async (host) => {
    const { outcome, isReached } = await captureAttempt(
      studio,
      (secret) => at(PUBLIC_HOST, redirect(302, secret(secretPage))),
      CLOSED,
      host,
    );
    expect(outcome).toMatchObject({ reason: "blocked_address" });
    expect(isReached).toBe(false);
  });
});

describe("the host of the service is refused, whether private addresses are open or not", () => {
  const OWN = "service.example.com";
  const own = new URL(at(OWN, "/")).host;
  const policies = [OPEN, CLOSED].map((policy) => ({ ...policy, ownHosts: [own] }));

  test.each(policies)("as the page, open: $allowPrivateNetwork", async (policy) => {
    const { outcome, isReached } = await captureAttempt(
      studio,
      (secret) => secret("/quarters"),
      policy,
      OWN,
    );
    expect(outcome).toMatchObject({ reason: "blocked_address" });
    expect(isReached).toBe(false);
  });

  test.each(policies)("after a redirect, open: $allowPrivateNetwork", async (policy) => {
    const attempt: Attempt = (secret) => at(PUBLIC_HOST, redirect(302, secret("/quarters")));
    const { outcome, isReached } = await captureAttempt(studio, attempt, policy, OWN);
    expect(outcome).toMatchObject({ reason: "blocked_address" });
    expect(isReached).toBe(false);
  });

  test.each(policies)("in a frame, open: $allowPrivateNetwork", async (policy) => {
    const attempt = onPage((secret) => `<iframe src="${secret(secretPage)}"></iframe>`);
    const { isReached, secretPixels } = await captureAttempt(studio, attempt, policy, OWN);
    expect([isReached, secretPixels]).toEqual([false, 0]);
  });
});
