/** Every way in which test/pages/blocking/every-kind.html asks an advertiser for something. */
export const KINDS = [
  "a script",
  "a module",
  "an image",
  "a background image",
  "a style sheet",
  "a style sheet's @import",
  "a font",
  "a video",
  "an object",
  "a preload",
  "a prefetch",
  "fetch",
  "XMLHttpRequest",
  "a beacon",
  "a link's ping",
  "an event stream",
  "a WebSocket",
  "a frame",
  "a form sent into a frame",
  "a frame of the same process",
  "a frame of another process",
  "a worker",
  "a worker's importScripts",
  "a worker made of a blob",
  "a worker's worker",
  "a worker in a frame of another process",
  "a worklet",
  "a shared worker",
  "a shared worker of a frame of another process",
  "a service worker",
  "an image behind a redirect",
  "a frame behind a redirect",
  "fetch behind a redirect",
] as const;

export type Kind = (typeof KINDS)[number];

/** Kinds that no page gets through, whatever is wished: the guard takes the means from all of them. */
export const REFUSED: readonly Kind[] = [
  "a shared worker",
  "a shared worker of a frame of another process",
  "a service worker",
];

/** Kinds that the Fetch domain does not pause, and so cannot refuse. */
export const UNSEEN: readonly Kind[] = ["a WebSocket"];

/** Every way in which test/pages/blocking/windows.html opens a window at an advertiser's. */
export const WINDOWS = ["open()", "a link", "a form"] as const;

/** A request to another host, in whose query the advertiser only stands. */
export const INNOCENT = "an innocent address that names an advertiser";

/** A host of each list. */
export const ADVERTISER = "ad.doubleclick.net";
export const TRACKER = "www.google-analytics.com";
