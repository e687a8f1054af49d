import { BURN, COUNT_FOR_EVER, FILL_MEMORY, OPEN_WORKERS } from "./snippets.mjs";

/** Pages that keep processors, memory or the graphics process busy. */
export const EXHAUSTING = [
  {
    name: "endless-loop",
    does: "`while (true);`",
    script: "while (true);",
    expected: ["timeout"],
  },
  {
    name: "5000-frames",
    does: "opens 5,000 iframes",
    script: `for (let n = 0; n < 5_000; n++) {
      document.body.append(Object.assign(document.createElement("iframe"), { src: "/status/200" }));
    }`,
    expected: ["page_too_busy"],
  },
  {
    name: "60-sites",
    does: "opens frames of 60 sites, each a process of its own that never rests",
    script: `for (let n = 0; n < 60; n++) {
      const src = "http://site" + n + ".com:" + location.port + "/hostile/endless-loop";
      document.body.append(Object.assign(document.createElement("iframe"), { src }));
    }`,
    expected: ["page_too_busy"],
  },
  {
    name: "30-sites",
    does: "opens frames of 30 sites, each a process of its own that never rests",
    script: `for (let n = 0; n < 30; n++) {
      const src = "http://site" + n + ".com:" + location.port + "/hostile/endless-loop";
      document.body.append(Object.assign(document.createElement("iframe"), { src }));
    }`,
    expected: ["picture", "timeout"],
  },
  {
    name: "200-workers",
    does: "starts 200 workers that wait",
    script: OPEN_WORKERS("setInterval(() => undefined, 1_000)"),
    expected: ["picture", "page_too_busy"],
  },
  {
    name: "200-spinning-workers",
    does: "starts 200 workers that never rest",
    script: OPEN_WORKERS("while (true);"),
    expected: ["picture", "page_too_busy", "timeout"],
  },
  {
    name: "60-audio-contexts",
    does: "computes an hour of sound in each of 60 audio contexts",
    script: `window.contexts = [];
      for (let n = 0; n < 60; n++) {
        const context = new OfflineAudioContext(2, 48_000 * 3_600, 48_000);
        let node = context.createOscillator();
        node.start();
        for (let m = 0; m < 20; m++) node = node.connect(context.createBiquadFilter());
        node.connect(context.destination);
        context.startRendering();
        contexts.push(context);
      }`,
    expected: ["picture"],
    quick: true,
  },
  {
    name: "webgl-burn",
    does: "draws with a shader that loops 10⁸ times a pixel",
    script: BURN,
    expected: ["timeout", "page_crashed", "page_too_busy"],
  },
  {
    name: "memory-hog",
    does: "keeps arrays until its process is out of memory",
    script: FILL_MEMORY,
    expected: ["page_crashed"],
  },
  {
    name: "crash-while-leaving",
    does: "runs out of memory while the next document is on its way",
    script: `location.href = "/hang";
      setTimeout(() => { ${FILL_MEMORY} }, 100);`,
    expected: ["page_crashed"],
  },
  {
    name: "400-canvases",
    does: "draws on 400 canvases of 8,000 × 8,000 pixels",
    script: `for (let n = 0; n < 400; n++) {
      const canvas = Object.assign(document.createElement("canvas"), { width: 8_000, height: 8_000 });
      document.body.append(canvas);
      canvas.getContext("2d").fillRect(0, 0, 8_000, 8_000);
    }`,
    expected: ["page_crashed", "timeout"],
  },
  {
    name: "huge-dom",
    does: "makes 1,000,000 elements",
    script: `document.body.innerHTML = "<i>x</i>".repeat(1e6)`,
    expected: ["picture", "timeout", "image_too_large"],
  },
];

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

/** Pages that ask the browser for windows, dialogs and files again and again. */
export const INSISTENT = [
  {
    name: "alert-loop",
    does: "calls `alert` without end",
    script: `while (true) alert("again")`,
    expected: ["timeout", "page_too_busy"],
  },
  {
    name: "window-flood",
    does: "opens windows without end",
    script: `setInterval(() => window.open("about:blank"), 1)`,
    expected: ["picture", "blocked_address", "page_too_busy"],
    quick: true,
  },
  {
    name: "download-flood",
    does: "downloads files without end",
    script: `setInterval(() => Object.assign(document.createElement("a"), { href: "/download", download: "" }).click(), 1)`,
    expected: ["picture", "page_too_busy"],
  },
  {
    name: "print-loop",
    does: "calls `print` without end",
    script: "while (true) print()",
    expected: ["timeout", "page_too_busy"],
  },
  {
    name: "beforeunload-loop",
    does: "leaves without end, and asks each time whether to stay",
    script: `onbeforeunload = (event) => event.preventDefault();
      setInterval(() => { location.href = "/hang?" + Math.random() }, 1)`,
    expected: ["picture", "timeout", "page_too_busy"],
  },
  {
    name: "endless-navigation",
    does: "leads on to itself as soon as it is there",
    script: COUNT_FOR_EVER,
    expected: ["picture", "timeout", "page_too_busy"],
  },
];
