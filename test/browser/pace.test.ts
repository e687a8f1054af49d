import { afterAll, describe, expect, test } from "vitest";
import { page } from "../support/pages";
import { amountOf } from "../support/shots";
import { newStudio } from "../support/studio";

const studio = await newStudio();
afterAll(studio.close);

const ALL = 400 * 300;

/**
 * Starts `count` requests by `fetch` and by `XMLHttpRequest`, more than are sent at once, and then some that must not be
 * sent or must fail. Tells whether all others were answered, and not before `ms` milliseconds.
 */
const floodOf = (count: number, ms: number) => `
  const text = "data:,x";
  const opened = (address, isAsynchronous = true) => {
    const request = new XMLHttpRequest();
    request.open("GET", address, isAsynchronous);
    return request;
  };
  const sent = () => new Promise((resolve) => {
    const request = opened(text);
    request.onload = () => resolve(request.responseText);
    request.send();
  });
  const failure = (run) => {
    try { run() } catch (error) { return error.name }
    return "none";
  };
  const startedAt = performance.now();
  const answers = [];
  for (let n = 0; n < ${count}; n++) answers.push(fetch(text).then((answer) => answer.text()), sent());

  const changed = new URL(text);
  answers.push(fetch(changed).then((answer) => answer.text()));
  changed.href = "data:,changed";

  let wrongly = 0;
  const aborted = opened(text);
  const reopened = opened(text);
  aborted.onload = reopened.onload = () => { wrongly++ };
  aborted.send();
  aborted.abort();
  reopened.send();
  reopened.open("GET", "data:,reopened");

  const failures = [
    failure(() => opened(text, false).send()),
    failure(() => new EventSource("https://example.com/")),
  ];
  answers.push(sent());
  Promise.all(answers).then((all) => {
    const isWhole = all.length === ${2 * count + 2} && all.every((answer) => answer === "x");
    const isPaced = performance.now() - startedAt >= ${ms} && wrongly === 0;
    tell(isWhole && isPaced && failures.join() === "NetworkError,QuotaExceededError");
  });`;

const PAINTING = `const tell = (isExpected) => {
  document.body.style.background = isExpected ? "#f00" : "#00f";
  document.body.id = "done";
};`;

describe("requests that a script starts in a loop are delayed, and those that cannot be delayed fail", () => {
  const worker = `const tell = (isExpected) => postMessage(isExpected); ${floodOf(60, 500)}`;

  test.each([
    ["in a document", `${PAINTING} ${floodOf(300, 200)}`],
    [
      "in a worker",
      `${PAINTING} const source = new Blob([${JSON.stringify(worker)}]);
        new Worker(URL.createObjectURL(source)).onmessage = ({ data }) => tell(data);`,
    ],
  ])("%s", async (_, script) => {
    const address = page(`<body><script>${script}</script>`);
    const { image } = await studio.take(address, { wait_for: "#done" });
    expect(await amountOf("ff0000", image)).toBe(ALL);
  });
});

test("an ordinary number of requests is not delayed", async () => {
  const script = `${PAINTING}
    const request = new XMLHttpRequest();
    for (let n = 0; n < 200; n++) {
      request.open("GET", "data:,x", false);
      request.send();
    }
    class Own extends EventSource {}
    const own = new Own("https://example.com/");
    own.close();
    tell(request.responseText === "x" && own.constructor === Own && own instanceof EventSource
      && EventSource.prototype.constructor === EventSource && EventSource.CLOSED === own.readyState);`;
  const { image } = await studio.take(page(`<body><script>${script}</script>`));
  expect(await amountOf("ff0000", image)).toBe(ALL);
});
