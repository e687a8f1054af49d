/**
 * What the tools tell at every run, and nobody can act on: that they have another name by now, that a browser's
 * connection ended before what was still sent on it, and that a picture was read as a text.
 */
const NOTICES = [
  /^=+\nWARNING: @cloudflare\/vitest-pool-workers has been renamed.*\n(.*\n)*?=+\n/gm,
  /^uncaught exception; .*Can't call WebSocket send\(\) after close\(\)\.\n( +at .*\n)*/gm,
  /^.*other end of WebSocketPipe was destroyed\n(stack: .*\n)?/gm,
  /^console warning; message = Called \.text\(\) on an HTTP body .*\n/gm,
];

const write = process.stderr.write.bind(process.stderr);
process.stderr.write = (text, ...rest) => {
  if (typeof text !== "string") return write(text, ...rest);
  const left = NOTICES.reduce((of, notice) => of.replace(notice, ""), text);
  return write(left.trim() === "" && left !== text ? "" : left, ...rest);
};
