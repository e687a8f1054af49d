// The browser may send only the requests of pages.
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

// The headless shell writes the console of every page to stderr, and miniflare does not read stderr after the start. A
// page that writes more than the pipe holds (64 KiB) would block the browser forever, so only fatal errors (3) are
// logged. The headless shell applies --log-level only together with --enable-logging; any value except "stderr" is a
// file name.
const SILENT = ["--enable-logging=stderr", "--log-level=3"];

// Pages look the same on every machine: English, and no font hinting.
const REPRODUCIBLE = ["--accept-lang=en-US,en", "--font-render-hinting=none"];

// Software WebGL for machines without a graphics card. A Mac always has one.
// Pages themselves are composited without the GPU process: otherwise a busy WebGL page would delay all other pages.
const WEBGL = [
  "--ignore-gpu-blocklist",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--disable-gpu-compositing",
];

/** Flags for Chromium in addition to those of miniflare. */
export const FLAGS = [
  ...QUIET,
  ...SILENT,
  ...REPRODUCIBLE,
  ...(process.platform === "linux" ? WEBGL : []),
];
