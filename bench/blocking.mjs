// npm run bench:blocking: what blocking costs a page of 250 requests, and what it saves where some of them are
// unwanted. Runs with and without it are paired, one right after the other; each pair gives a ratio.
import { end, serve } from "../scripts/local/lifetime.mjs";
import { startBlockingService } from "../test/support/blocking-service.mjs";

const PAIRS = Number(process.argv[2] ?? 20);
const SMALL = { page_width: 400, page_height: 300 };
const BLOCKING = { no_ads: true, no_tracking: true };

await serve(async () => {
  const { snap } = await startBlockingService();
  const milliseconds = async (page, options) => {
    const { timing } = await snap(page, { ...SMALL, ...options });
    return Number(/navigate;dur=(\d+)/.exec(timing)[1]);
  };
  for (const listed of [0, 75]) {
    const page = `/blocking/many?listed=${listed}`;
    await milliseconds(page, BLOCKING);
    const pairs = [];
    for (let n = 0; n < PAIRS; n++) pairs.push(await pair(n, page, milliseconds));
    report(listed, pairs);
  }
  end(0);
});

/** Who goes first takes turns. */
async function pair(n, page, milliseconds) {
  const first = await milliseconds(page, n % 2 ? BLOCKING : {});
  const second = await milliseconds(page, n % 2 ? {} : BLOCKING);
  const [blocked, plain] = n % 2 ? [first, second] : [second, first];
  return { blocked, plain, ratio: blocked / plain };
}

function report(listed, pairs) {
  const of = (name, share) => {
    const sorted = pairs.map((one) => one[name]).sort((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) * share)];
  };
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => of("ratio", share).toFixed(2));
  process.stdout.write(
    `${listed} of 250 requests to listed hosts: ${of("plain", 0.5)} ms without, ${of("blocked", 0.5)} ms with; ` +
      `ratio ${middle} (half of the pairs between ${low} and ${high}, ${pairs.length} pairs)\n`,
  );
}
