import { describe, expect, test } from "vitest";
import { at, page, script } from "../support/pages";
import { newRecord } from "../support/records";
import { newCamera } from "../support/shots";

const camera = await newCamera();

const CONTEXTS = ["page", "cross-site frame", "worker", "worker of that frame"];

/** Captures a page after each of these contexts has reported its user agent and languages. */
function introduce(options: object) {
  const record = newRecord();
  const telling = (who: string, done: string) =>
    `fetch("${at("localhost", record.as(who, "/empty"))}&said=" + encodeURIComponent(
      JSON.stringify([navigator.userAgent, navigator.language, navigator.languages])))
      .finally(() => ${done});`;
  const working = (who: string, done: string) =>
    `new Worker("${script(telling(who, "postMessage(0)"))}").onmessage = () => ${done};`;
  const [inPage = "", inFrame = "", inWorker = "", inWorkerOfFrame = ""] = CONTEXTS;
  const tellPage = `parent.postMessage(0, "*")`;
  const frame = page(
    `<script>${telling(inFrame, tellPage)} ${working(inWorkerOfFrame, tellPage)}</script>`,
  );
  const address = record.as(
    "document",
    page(`<body><script>
        let left = ${CONTEXTS.length};
        onmessage = () => { if (--left === 0) document.body.id = "told"; };
        ${telling(inPage, "onmessage()")} ${working(inWorker, "onmessage()")}
      </script>
      <iframe src="${at("other.example.org", frame)}"></iframe>`),
  );
  const capturing = camera.see(address, { ...options, wait_for: "#told" });
  return async (who: string) => {
    await capturing;
    const { headers = {}, query = {} } = (await record.of(who)) ?? {};
    const [userAgent, language, languages] = JSON.parse(query["said"] ?? "[]");
    return { headers, userAgent, language, languages };
  };
}

describe("user_agent", () => {
  const saidBy = introduce({ user_agent: "Probe/1.0 (test)" });

  test.each(["document", ...CONTEXTS])("is what servers read: %s", async (who) => {
    expect((await saidBy(who)).headers["user-agent"]).toBe("Probe/1.0 (test)");
  });

  test.each(CONTEXTS)("is what scripts read: %s", async (who) => {
    expect((await saidBy(who)).userAgent).toBe("Probe/1.0 (test)");
  });
});

describe("accept_language", () => {
  const saidBy = introduce({ accept_language: "de-CH, en;q=0.3, fr;q=0.7" });

  test.each(["document", ...CONTEXTS])("is what servers read: %s", async (who) => {
    expect((await saidBy(who)).headers["accept-language"]).toBe("de-CH,fr;q=0.9,en;q=0.8");
  });

  test.each(CONTEXTS)("is what scripts read, in order of preference: %s", async (who) => {
    expect(await saidBy(who)).toMatchObject({
      language: "de-CH",
      languages: ["de-CH", "fr", "en"],
    });
  });
});

describe("without these options the browser is a normal Chrome in English", () => {
  const saidBy = introduce({});

  test.each(["document", ...CONTEXTS])("to servers: %s", async (who) => {
    const { headers } = await saidBy(who);
    expect(headers["user-agent"]).toMatch(/ Chrome\/\d+/);
    expect(headers["user-agent"]).not.toMatch(/Headless/);
    expect(headers["accept-language"]).toMatch(/^en-US/);
  });

  test.each(CONTEXTS)("to scripts: %s", async (who) => {
    const { userAgent, language } = await saidBy(who);
    expect(userAgent).toMatch(/ Chrome\/\d+/);
    expect(userAgent).not.toMatch(/Headless/);
    expect(language).toBe("en-US");
  });
});
