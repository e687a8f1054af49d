import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { contextOf } from "../../src/context";
import { publicUrl, withPublicUrls } from "../../src/domain/addresses";
import { captureOptions } from "../../src/schemas/options";

const PRODUCTION = {
  ...env,
  ALLOW_PRIVATE_NETWORK: "false",
  PUBLIC_BASE_URL: "https://shots.example.com",
  CDN_BASE_URL: "https://cdn.example.com",
};

function contextIn(bindings: typeof PRODUCTION) {
  return contextOf(bindings, { waitUntil: () => undefined }, "https://shots.account.workers.dev/x");
}

describe("the service's own names are refused", () => {
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

  test("other names are not", () => {
    for (const url of ["https://example.com/", "https://www.shots.example.com/"]) {
      expect(publicUrl(contextIn(PRODUCTION), url)).toBe(url);
    }
  });

  test("where many services share a machine, other ports are not its own", () => {
    const local = { ...PRODUCTION, ALLOW_PRIVATE_NETWORK: "true" };
    const ctx = contextOf(local, { waitUntil: () => undefined }, "http://localhost:8787/");
    expect(publicUrl(ctx, "http://127.0.0.1:8787/")).toBeNull();
    expect(publicUrl(ctx, "http://localhost:8788/")).toBe("http://localhost:8788/");
  });
});

test("addresses a browser goes to get their scheme, a receiver's stays as it was given", () => {
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
