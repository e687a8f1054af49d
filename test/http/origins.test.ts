import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { app } from "../../src/app";
import type { Env } from "../../src/env";
import { newAccount } from "../support/api";

// LOCAL_SERVER decides, not ALLOW_PRIVATE_NETWORK.
const PRODUCTION = { ...env, ALLOW_PRIVATE_NETWORK: "true" };
const LOCAL = { ...env, ALLOW_PRIVATE_NETWORK: "false", LOCAL_SERVER: "true" };

async function request(
  url: string,
  init: RequestInit,
  bindings: Env = PRODUCTION,
): Promise<Response> {
  const execution = createExecutionContext();
  const response = await app.fetch(new Request(url, init), bindings, execution);
  await waitOnExecutionContext(execution);
  return response;
}

describe("in production", () => {
  test("any origin may read the API with a key, without credentials", async () => {
    const { key } = await newAccount();
    const response = await request("https://api.example/account_limits", {
      headers: { Origin: "https://shop.example", Authorization: `Bearer ${key}` },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(response.headers.get("Access-Control-Allow-Credentials")).toBeNull();
  });

  test("a preflight allows the Authorization header", async () => {
    const response = await request("https://api.example/screenshot_configs", {
      method: "OPTIONS",
      headers: { Origin: "https://shop.example", "Access-Control-Request-Method": "POST" },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("Access-Control-Allow-Headers")).toContain("Authorization");
  });

  test("no origin may read the admin routes", async () => {
    const response = await request("https://api.example/admin/accounts", {
      headers: { Origin: "https://shop.example", Authorization: `Bearer ${env.ADMIN_TOKEN}` },
    });
    expect(response.headers.get("Access-Control-Allow-Origin")).toBeNull();
  });
});

describe("on a developer's machine", () => {
  test.each([
    ["another host, which DNS may point anywhere", "http://evil.example/snap", {}],
    [
      "another host, although the URL is local",
      "http://localhost:8787/snap",
      { Host: "evil.example:8787" },
    ],
    ["another site's page", "http://localhost:8787/snap", { Origin: "https://evil.example" }],
    ["a sandboxed page", "http://localhost:8787/snap", { Origin: "null" }],
    ["a cross-site link", "http://localhost:8787/snap", { "Sec-Fetch-Site": "cross-site" }],
    ["another local site", "http://localhost:8787/snap", { Origin: "http://localhost:3000" }],
  ])("%s is refused", async (_, url, headers) => {
    const response = await request(url, { headers: new Headers(headers) }, LOCAL);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error_code: "forbidden" });
  });

  test.each(["http://localhost:8787", "http://127.0.0.1:8787", "http://[::1]:8787"])(
    "%s itself is served",
    async (origin) => {
      const response = await request(`${origin}/healthz`, { headers: { Origin: origin } }, LOCAL);
      expect(response.status).toBe(200);
    },
  );

  test("a page of any origin may show an image", async () => {
    const headers = { Origin: "https://shop.example", "Sec-Fetch-Site": "cross-site" };
    const response = await request("http://localhost:8787/placeholder.png", { headers }, LOCAL);
    expect(response.status).toBe(200);
  });
});
