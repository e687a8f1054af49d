import { describe, expect, test } from "vitest";
import { at, page } from "../support/pages";
import { newRecord } from "../support/records";
import { newCamera } from "../support/shots";

const camera = await newCamera();

/** The Cookie headers that a page, an image of another path, and an image of another site received. */
async function cookiesReceived(cookies: unknown) {
  const record = newRecord();
  const address = page(`<img src="${record.as("image", "/plain/ffffff")}">
    <img src="${at("third.example.com", record.as("third", "/plain/ffffff"))}">`);
  await camera.see(record.as("page", address), { cookies, wait: 300 });
  const header = async (who: string) => (await record.of(who))?.headers["cookie"];
  return {
    page: await header("page"),
    image: await header("image"),
    third: await header("third"),
  };
}

describe.concurrent("cookies reach the page, given as", () => {
  test.each([
    ["a Cookie header", "a=b; c=d"],
    ["a JSON map", { a: "b", c: "d" }],
    [
      "a list of {name, value}",
      [
        { name: "a", value: "b" },
        { name: "c", value: "d" },
      ],
    ],
    [
      "a list of {key, value}",
      [
        { key: "a", value: "b" },
        { key: "c", value: "d" },
      ],
    ],
    ["a list of maps", [{ a: "b" }, { c: "d" }]],
    ["a list of name=value texts", ["a=b", "c=d"]],
    ["JSON text", '[{"name":"a","value":"b"},{"name":"c","value":"d"}]'],
    ["header lines", "a: b\nc: d"],
  ])("%s", async (_, cookies) => {
    const record = newRecord();
    await camera.see(record.as("page", "/quarters"), { cookies });
    expect((await record.of("page"))?.headers["cookie"]).toBe("a=b; c=d");
  });
});

test.concurrent("a cookie without a domain belongs to the page's host", async () => {
  expect(await cookiesReceived("a=b")).toEqual({ page: "a=b", image: "a=b", third: undefined });
});

test.concurrent("a cookie is sent only below its path", async () => {
  const seen = await cookiesReceived([{ name: "a", value: "b", path: "/as/" }]);
  expect(seen).toMatchObject({ page: "a=b", image: undefined });
});

test.concurrent("a cookie with a domain is also sent to its subdomains", async () => {
  const record = newRecord();
  const cookies = [{ name: "a", value: "b", domain: "example.com" }];
  await camera.see(at("deep.example.com", record.as("page", "/quarters")), { cookies });
  expect((await record.of("page"))?.headers["cookie"]).toBe("a=b");
});

test.concurrent("a cookie of another domain is not sent to the page", async () => {
  const cookies = [{ name: "a", value: "b", domain: "example.org" }];
  expect(await cookiesReceived(cookies)).toMatchObject({ page: undefined });
});

describe.concurrent("the attributes of a cookie are applied", () => {
  /** Whether a script of the page sees the cookie. */
  async function isSeenByScript(cookie: object) {
    const record = newRecord();
    const address = page(
      `<script>fetch("${record.as("script", "/empty")}&seen=" + document.cookie)</script>`,
    );
    await camera.see(address, { cookies: [{ name: "a", value: "b", ...cookie }] });
    return (await record.of("script"))?.query["seen"] === "a=b";
  }

  test.each([
    [true, {}],
    [true, { httpOnly: false }],
    [false, { httpOnly: true }],
  ])("a script sees it: %s with %j", async (isSeen, cookie) => {
    expect(await isSeenByScript(cookie)).toBe(isSeen);
  });

  test.each([
    [undefined, { secure: true }],
    ["a=b", { secure: false }],
    [undefined, { expires: 1_000_000 }],
    ["a=b", { expires: 4_000_000_000 }],
  ])("a page without TLS receives %s with %j", async (received, cookie) => {
    const record = newRecord();
    const cookies = [{ name: "a", value: "b", domain: "plain.example.com", ...cookie }];
    await camera.see(at("plain.example.com", record.as("page", "/quarters")), { cookies });
    expect((await record.of("page"))?.headers["cookie"]).toBe(received);
  });

  test.each([
    [undefined, "Strict"],
    [undefined, "Lax"],
    ["a=b", "None"],
  ])("a cross-site frame receives %s with sameSite %s", async (received, sameSite) => {
    const record = newRecord();
    const cookies = [
      { name: "a", value: "b", domain: "other.localhost", sameSite, secure: sameSite === "None" },
    ];
    const frame = at("other.localhost", record.as("frame", "/quarters"));
    await camera.see(page(`<iframe src="${frame}"></iframe>`), { cookies });
    expect((await record.of("frame"))?.headers["cookie"]).toBe(received);
  });
});

test.concurrent("a cookie that the browser refuses fails as action_failed, with its name", async () => {
  expect(await camera.failure("/quarters", { cookies: "__Host-a=b" })).toMatchObject({
    reason: "action_failed",
    note: expect.stringContaining("__Host-a"),
  });
});
