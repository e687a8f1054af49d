import { afterAll, describe, expect, test } from "vitest";
import { page } from "../support/pages";
import { amountOf } from "../support/shots";
import { newStudio } from "../support/studio";

const studio = await newStudio();
afterAll(studio.close);

const ALL = 400 * 300;

/** Tells `isAsWanted` once more is asked for than is let through at once, and all that can wait has been answered. */
const floodOf = (count: number) => `
  const text = "data:,x";
  const asked = () => {
    const request = new XMLHttpRequest();
    return new Promise((resolve) => {
      request.onload = () => resolve(request.responseText);
      request.open("GET", text);
      request.send();
    });
  };
  const failure = (run) => {
    try { run() } catch (error) { return error.name }
    return "none";
  };
  const answers = [];
  for (let n = 0; n < ${count}; n++) answers.push(fetch(text).then((answer) => answer.text()), asked());
  const failures = [
    failure(() => {
      const request = new XMLHttpRequest();
      request.open("GET", text, false);
      request.send();
    }),
    failure(() => new EventSource("https://example.com/")),
  ];
  Promise.all(answers).then((all) => {
    const isWhole = all.length === ${2 * count} && all.every((answer) => answer === "x");
    tell(isWhole && failures.join() === "NetworkError,QuotaExceededError");
  });`;

const PAINTING = `const tell = (isAsWanted) => {
  document.body.style.background = isAsWanted ? "#f00" : "#00f";
  document.body.id = "done";
};`;

describe("requests that a script starts in a loop wait, and those that cannot wait fail", () => {
  const worker = `const tell = (isAsWanted) => postMessage(isAsWanted); ${floodOf(40)}`;

  test.each([
    ["of a document", `${PAINTING} ${floodOf(150)}`],
    [
      "of a worker",
      `${PAINTING} const source = new Blob([${JSON.stringify(worker)}]);
        new Worker(URL.createObjectURL(source)).onmessage = ({ data }) => tell(data);`,
    ],
  ])("%s", async (_, script) => {
    const address = page(`<body><script>${script}</script>`);
    const { image } = await studio.take(address, { wait_for: "#done" });
    expect(await amountOf("ff0000", image)).toBe(ALL);
  });
});

test("a page that asks for as much as a page does is answered at once", async () => {
  const script = `${PAINTING}
    const request = new XMLHttpRequest();
    for (let n = 0; n < 200; n++) {
      request.open("GET", "data:,x", false);
      request.send();
    }
    new EventSource("https://example.com/").close();
    tell(request.responseText === "x" && new EventSource("data:,") instanceof EventSource);`;
  const { image } = await studio.take(page(`<body><script>${script}</script>`));
  expect(await amountOf("ff0000", image)).toBe(ALL);
});
