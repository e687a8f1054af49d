// Nothing may leave the machine but what a page asks for.
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-quic",
  "--disable-sync",
  "--no-default-browser-check",
  "--no-first-run",
  "--no-pings",
];

// The headless shell writes the console of every page to its error output. Nobody reads that after the start: a page
// that writes more than a pipe holds (64 KiB) would stop the browser for ever. Only fatal errors (3) are logged; the
// headless shell reads the level only where the log has a target, and takes any word but "stderr" for a file's name.
const SILENT = ["--enable-logging=stderr", "--log-level=3"];

// The same page everywhere: its language is English, its letters are not bent to the screen's grid.
const STABLE = ["--accept-lang=en-US,en", "--font-render-hinting=none"];

// WebGL without a graphics card: drawn by the processor. On a Mac there always is a card.
// Pages themselves are drawn without it: else a page that draws with WebGL all the time holds up every other page.
const WEBGL = [
  "--ignore-gpu-blocklist",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--disable-gpu-compositing",
];

/** What Chromium gets beyond the flags that miniflare gives it. */
export const FLAGS = [
  ...QUIET,
  ...SILENT,
  ...STABLE,
  ...(process.platform === "linux" ? WEBGL : []),
];
