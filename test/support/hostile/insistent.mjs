import { COUNT_WITHOUT_END } from "./snippets.mjs";

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
    script: COUNT_WITHOUT_END,
    expected: ["picture", "timeout", "page_too_busy"],
  },
];
