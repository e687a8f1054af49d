import { beforeAll, describe, expect, test } from "vitest";
import { callJson, newAccount } from "../support/api";

let key: string;
beforeAll(async () => {
  // Without an allotment nothing is captured if a URL is accepted by mistake.
  ({ key } = await newAccount({ monthly_screenshots: 0 }));
});

const PRIVATE = "http://127.0.0.1/in";
const change = { type: "change", selector: "#a", send_to: "webhook", url: PRIVATE };
const redirect = { type: "redirect", value: PRIVATE };

describe("with private networks forbidden, a private URL is refused in the request", () => {
  test.each<[path: string, body: Record<string, unknown>, field: string]>([
    ["/snap", { url: PRIVATE }, "url"],
    [
      "/snap",
      { url: "https://example.com", multi_step_actions: [redirect] },
      "multi_step_actions[0].value",
    ],
    ["/screenshot_configs", { url: PRIVATE }, "url"],
    ["/screenshot_configs", { url: "example.com", placeholder_url: PRIVATE }, "placeholder_url"],
    [
      "/screenshot_configs",
      { url: "example.com", multi_step_actions: [change] },
      "multi_step_actions[0].url",
    ],
    ["/webhooks/test", { url: PRIVATE }, "url"],
  ])("POST %s with %j", async (path, body, field) => {
    const answer = await callJson(
      path,
      {
        method: "POST",
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
        body: JSON.stringify(body),
      },
      { ALLOW_PRIVATE_NETWORK: "false" },
    );
    expect([answer.status, answer.body.error_code]).toEqual([400, "missing_or_invalid_url"]);
    expect(answer.body.note).toContain(`${field} is`);
  });
});

describe("with private networks forbidden, a webhook to an IP address is refused in the request", () => {
  test.each([
    "http://93.184.216.34/in",
    "93.184.216.34",
    "http://93.184.216.34./",
    "http://1572395042/",
    "http://0x5d.0xb8.0xd8.0x22/",
    "http://0135.0270.0330.042/",
    "http://[2606:2800:220:1:248:1893:25c8:1946]:8080/",
  ])("%s", async (url) => {
    const named = (send_to: string) => ({
      url: "example.com",
      multi_step_actions: [{ ...change, send_to, url }],
    });
    for (const [path, body] of [
      ["/screenshot_configs", named("webhook")],
      ["/screenshot_configs", named("slack")],
      ["/webhooks/test", { url }],
    ] as const) {
      const answer = await callJson(
        path,
        {
          method: "POST",
          headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
          body: JSON.stringify(body),
        },
        { ALLOW_PRIVATE_NETWORK: "false" },
      );
      expect([answer.status, answer.body.error_code]).toEqual([400, "missing_or_invalid_url"]);
      expect(answer.body.note).toContain("must have a name");
    }
  });
});
