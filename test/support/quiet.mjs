/** Messages of packages that a green run should not print. */
const NOISE = [
  // @cloudflare/vitest-pool-workers says at every run that it has another name by now.
  /^=+\nWARNING: @cloudflare\/vitest-pool-workers has been renamed.*\n(.*\n)*?=+\n/gm,
  // workerd, when a test aborts a Durable Object twice.
  /^.*io-gate.*onBroken\(\) can only be called once.*\n(stack: .*\n?)?/gm,
];

/** Whether miniflare says that it lost a browser, which tests kill. */
const isLostBrowser = (text) => text.includes("[mf:error]") && text.includes("/browser-rendering/");

for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = (text, ...rest) => {
    if (typeof text !== "string") return write(text, ...rest);
    const left = isLostBrowser(text)
      ? ""
      : NOISE.reduce((kept, noise) => kept.replace(noise, ""), text);
    return write(left.trim() === "" && left !== text ? "" : left, ...rest);
  };
}
