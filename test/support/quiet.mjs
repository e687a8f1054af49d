/** What the tools print at every run: that the test pool has a new name, and that browser connections have ended. */
const NOTICES = [
  /cloudflare\/vitest-pool-workers has been renamed/,
  /^uncaught exception; .*(Can't call WebSocket send\(\) after close\(\)|Network connection lost)/,
];

const write = process.stderr.write.bind(process.stderr);
process.stderr.write = (text, ...rest) =>
  NOTICES.some((notice) => notice.test(text)) ? true : write(text, ...rest);
