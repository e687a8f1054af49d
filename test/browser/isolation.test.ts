import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { page, script } from "../support/pages";
import { newRecord } from "../support/records";
import { newStudio } from "../support/studio";

const studio = await newStudio();
afterAll(studio.close);

const CACHED = "Cache-Control: public, max-age=3600";

/** Writes to every storage of a page. */
const WRITING = `
  document.cookie = "left=yes; max-age=3600";
  localStorage.left = sessionStorage.left = "yes";
  caches.open("left").then((cache) => cache.put("/left", new Response("yes")));
  indexedDB.open("left", 1).onupgradeneeded = (event) => event.target.result.createObjectStore("left");
  navigator.storage.getDirectory().then((root) => root.getFileHandle("left", { create: true }));
  window.name = "left";`;

/** Reads all of them. */
const READING = `Promise.all([
    document.cookie,
    localStorage.left ?? "",
    sessionStorage.left ?? "",
    caches.keys(),
    indexedDB.databases().then((all) => all.map(({ name }) => name)),
    navigator.storage.getDirectory().then((root) => Array.fromAsync(root.keys())),
    window.name,
    globalThis.injected ?? "",
    navigator.permissions.query({ name: "geolocation" }).then(({ state }) => state),
    navigator.serviceWorker.getRegistrations().then((all) => all.length),
  ]).then((found) => found.map(String))`;

const NAMES = [
  "cookie",
  "localStorage",
  "sessionStorage",
  "cache storage",
  "IndexedDB",
  "file system",
  "window.name",
  "injected script",
  "permission",
  "service worker",
];

describe("the next capture on the same session does not see the previous one's", () => {
  const record = newRecord();
  const asset = record.as("asset", `${script("")}&header=${encodeURIComponent(CACHED)}`);
  const telling = (who: string, before: string) =>
    page(`<script src="${asset}"></script><script>${before};
      const tell = () => ${READING}.then((found) =>
        fetch("${record.as(who, "/empty")}&found=" + encodeURIComponent(JSON.stringify(found))))
        .then(() => { document.documentElement.id = "told" });
      </script>`);
  const found: Record<string, string[]> = {};

  beforeAll(async () => {
    const leaving = {
      latitude: 1,
      longitude: 2,
      cookies: "given=yes",
      headers: { "X-Given": "yes" },
      js_inject: "globalThis.injected = 'yes'; setTimeout(tell, 1_000)",
      wait_for: "#told",
    };
    await studio.take(record.as("first page", telling("first", WRITING)), leaving);
    await studio.take(
      record.as("second page", telling("second", "setTimeout(() => tell(), 300)")),
      {
        wait_for: "#told",
      },
    );
    for (const who of ["first", "second"]) {
      found[who] = JSON.parse((await record.of(who))?.query["found"] ?? "[]");
    }
  });

  test.each(NAMES.slice(0, 9).map((name, index) => [name, index] as const))("%s", (name, index) => {
    const empty = name === "permission" ? "prompt" : "";
    expect(found["second"]?.[index]).toBe(empty);
    expect(found["first"]?.[index]).not.toBe(empty);
  });

  test("service worker", () => {
    expect(found["second"]?.[NAMES.indexOf("service worker")]).toBe("0");
  });

  test("HTTP cache", async () => {
    const all = await record.all();
    expect(all.filter(({ query }) => query["who"] === "asset")).toHaveLength(2);
  });

  test.each(["cookie", "x-given"])("%s header", async (header) => {
    expect((await record.of("first page"))?.headers[header]).toMatch(/yes/);
    expect((await record.of("second page"))?.headers[header]).toBeUndefined();
  });
});

test("concurrent captures do not share cookies", async () => {
  const record = newRecord();
  const capture = (who: string) =>
    studio.take(record.as(who, "/quarters"), { cookies: `mine=${who}` });
  await Promise.all(["a", "b", "c"].map(capture));
  for (const who of ["a", "b", "c"]) {
    expect((await record.of(who))?.headers["cookie"]).toBe(`mine=${who}`);
  }
});
