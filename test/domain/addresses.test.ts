import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { contextOf } from "../../src/context";
import { publicUrl, withPublicUrls } from "../../src/domain/addresses";
import { captureOptions } from "../../src/schemas/options";
import { findDelivery, listAttempts } from "../../src/store/deliveries";
import { deliverAt, outcomesOf, receivedBy, receiver } from "../support/deliveries";
import { deliverTo } from "../support/receivers";

const PRODUCTION = {
  ...env,
  ALLOW_PRIVATE_NETWORK: "false",
  PUBLIC_BASE_URL: "https://shots.example.com",
  CDN_BASE_URL: "https://cdn.example.com",
};

function contextIn(bindings: typeof PRODUCTION) {
  return contextOf(bindings, { waitUntil: () => undefined }, "https://shots.account.workers.dev/x");
}

describe("the service's own hosts are refused", () => {
  test.each([
    ["https://shots.example.com/snap"],
    ["http://shots.example.com/snap"],
    ["https://shots.example.com:8443/"],
    ["https://SHOTS.example.com./"],
    ["https://cdn.example.com/a.jpg"],
    ["https://shots.account.workers.dev/"],
  ])("%s", (url) => {
    expect(publicUrl(contextIn(PRODUCTION), url)).toBeNull();
  });

  test("other hosts are accepted", () => {
    for (const url of ["https://example.com/", "https://www.shots.example.com/"]) {
      expect(publicUrl(contextIn(PRODUCTION), url)).toBe(url);
    }
  });

  test("on a local server other ports of the machine are accepted", () => {
    const local = { ...PRODUCTION, ALLOW_PRIVATE_NETWORK: "true" };
    const ctx = contextOf(local, { waitUntil: () => undefined }, "http://localhost:8787/");
    expect(publicUrl(ctx, "http://127.0.0.1:8787/")).toBeNull();
    expect(publicUrl(ctx, "http://localhost:8788/")).toBe("http://localhost:8788/");
  });
});

test("URLs for the browser get a scheme, the URL of a receiver stays as given", () => {
  const change = {
    type: "change",
    selector: "#a",
    send_to: "webhook",
    url: "hooks.example.com/in",
  };
  const options = captureOptions.parse({
    url: "example.com",
    multi_step_actions: [{ type: "redirect", value: "example.com/next" }, change],
  });
  const { url, multi_step_actions } = withPublicUrls(contextIn(PRODUCTION), options);
  expect(url).toBe("https://example.com/");
  expect(multi_step_actions).toEqual([
    { type: "redirect", value: "https://example.com/next" },
    change,
  ]);
});

test("a webhook to a private address is refused at the attempt", async () => {
  const { id } = await deliverTo(receiver("private", "200"), Date.now());
  await deliverAt(Date.now(), id, { ALLOW_PRIVATE_NETWORK: "false" });
  expect(await outcomesOf(id)).toEqual(["blocked_address"]);
  expect(await receivedBy("private")).toEqual([]);
});

test("`fetch` uses the public network, also for hosts of this Worker's zone", () => {
  expect(Cloudflare.compatibilityFlags["global_fetch_strictly_public"]).toBe(true);
});

test("a webhook to a stored IP address fails at once, with a note", async () => {
  const { id } = await deliverTo("http://93.184.216.34/in", Date.now());
  await deliverAt(Date.now(), id, { ALLOW_PRIVATE_NETWORK: "false" });
  expect(await findDelivery(env, id)).toMatchObject({ state: "failed", nextAttemptAt: null });
  const [attempt] = await listAttempts(env, id);
  expect(attempt?.note).toContain("must have a name");
});
