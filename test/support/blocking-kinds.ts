/** The kinds of requests that test/pages/blocking/every-kind.html sends to an advertiser. */
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

/** Kinds that no page can send: the guard removes the features from every page. */
export const REFUSED: readonly Kind[] = [
  "a shared worker",
  "a shared worker of a frame of another process",
  "a service worker",
];

/** Kinds that the Fetch domain of DevTools does not pause, and so cannot refuse. */
export const UNSEEN: readonly Kind[] = ["a WebSocket"];

/** How test/pages/blocking/windows.html opens windows of an advertiser. */
export const WINDOWS = ["open()", "a link", "a form"] as const;

/** A request to another host, which has the advertiser only in its query. */
export const INNOCENT = "an innocent address that names an advertiser";

/** A host of each list. */
export const ADVERTISER = "ad.doubleclick.net";
export const TRACKER = "www.google-analytics.com";
