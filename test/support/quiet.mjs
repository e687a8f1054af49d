/** What the tools tell of themselves at every run: of their name, and of browser connections that ended. */
const NOTICES = [
  /cloudflare\/vitest-pool-workers has been renamed/,
  /^uncaught exception; .*(Can't call WebSocket send\(\) after close\(\)|Network connection lost)/,
];

const write = process.stderr.write.bind(process.stderr);
process.stderr.write = (text, ...rest) =>
  NOTICES.some((notice) => notice.test(text)) ? true : write(text, ...rest);
