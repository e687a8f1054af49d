import { OPEN_WORKERS } from "./snippets.mjs";

/** Pages that make the browser send many messages, or large ones. */
export const TALKATIVE = [
  {
    name: "console-line",
    does: "writes a line of 40 MB to the console",
    script: `console.log("x".repeat(40e6))`,
    expected: ["picture", "page_too_busy"],
    quick: true,
  },
  {
    name: "console-flood",
    does: "writes lines to the console without end",
    script: `setInterval(() => { for (let n = 0; n < 2_000; n++) console.log("line", n, location) }, 1)`,
    expected: ["picture", "page_too_busy"],
    quick: true,
  },
  {
    name: "event-flood",
    does: "fetches 500 `data:` addresses every 5 ms",
    script: `setInterval(() => { for (let i = 0; i < 500; i++) fetch("data:text/plain,x" + i) }, 5)`,
    expected: ["picture", "page_too_busy"],
    quick: true,
  },
  {
    name: "worker-flood",
    does: "fetches 500 `data:` addresses every 5 ms in each of 200 workers",
    script: OPEN_WORKERS(
      'setInterval(() => { for (let i = 0; i < 500; i++) fetch("data:text/plain,x" + i) }, 5)',
    ),
    expected: ["picture", "timeout"],
  },
  {
    name: "request-flood",
    does: "asks its own server 500 times every 5 ms",
    script: `setInterval(() => { for (let i = 0; i < 500; i++) fetch("/status/204?" + i) }, 5)`,
    expected: ["picture"],
    quick: true,
  },
  {
    name: "event-source-flood",
    does: "opens 500 event sources every 5 ms",
    script: `setInterval(() => { for (let i = 0; i < 500; i++) new EventSource("/status/204?" + i) }, 5)`,
    expected: ["picture"],
    quick: true,
  },
  {
    name: "frame-flood",
    does: "sends a frame to 500 addresses every 5 ms",
    script: `const frame = document.body.appendChild(document.createElement("iframe"));
      setInterval(() => { for (let i = 0; i < 500; i++) frame.src = "/status/204?" + i }, 5)`,
    expected: ["page_too_busy"],
    quick: true,
  },
  {
    name: "hash-flood",
    does: "goes to 500 parts of itself every 5 ms",
    script: "setInterval(() => { for (let i = 0; i < 500; i++) location.hash = i }, 5)",
    expected: ["picture"],
    quick: true,
  },
  {
    name: "long-history",
    does: "adds 20 addresses of 2 MB to its history at every tick",
    script: `setInterval(() => {
      for (let n = 0; n < 20; n++) history.pushState(null, "", "?" + n + "x".repeat(2e6));
    }, 0)`,
    expected: ["picture", "page_too_busy", "timeout"],
    quick: true,
  },
  {
    name: "long-titles",
    does: "gives itself 20 titles of 1 MB at every tick",
    script: `setInterval(() => {
      for (let n = 0; n < 20; n++) document.title = n + "x".repeat(1e6);
    }, 0)`,
    expected: ["picture", "page_too_busy", "timeout"],
  },
];
