import { BURN, FILL_MEMORY, OPEN_WORKERS } from "./snippets.mjs";

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
