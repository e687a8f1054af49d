/** Leaves out the notice that @cloudflare/vitest-pool-workers prints at every run: that it has another name by now. */
const NOTICE = /^=+\nWARNING: @cloudflare\/vitest-pool-workers has been renamed.*\n(.*\n)*?=+\n/gm;

const write = process.stderr.write.bind(process.stderr);
process.stderr.write = (text, ...rest) => {
  if (typeof text !== "string") return write(text, ...rest);
  const left = text.replace(NOTICE, "");
  return write(left.trim() === "" && left !== text ? "" : left, ...rest);
};
