// npm run bench:blocking: measures how long a page with 250 requests takes with and without blocking, with 0 and with 75
// requests to blocked hosts. Each pair is one run with blocking and one without, and gives a ratio.
import { runServer, shutDown } from "../scripts/local/lifetime.mjs";
import { startBlockingService } from "../test/support/blocking-service.mjs";

const PAIRS = Number(process.argv[2] ?? 20);
const SMALL_PAGE = { page_width: 400, page_height: 300 };
const BLOCKING = { no_ads: true, no_tracking: true };

await runServer(async () => {
  const { snap } = await startBlockingService();
  const measureMs = async (page, options) => {
    const { timing } = await snap(page, { ...SMALL_PAGE, ...options });
    return Number(/navigate;dur=(\d+)/.exec(timing)[1]);
  };
  for (const listed of [0, 75]) {
    const page = `/blocking/many?listed=${listed}`;
    // Warms up.
    await measureMs(page, BLOCKING);
    const pairs = [];
    for (let n = 0; n < PAIRS; n++) pairs.push(await measurePair(n, page, measureMs));
    printResult(listed, pairs);
  }
  shutDown(0);
});

/** The order alternates: even pairs run without blocking first. */
async function measurePair(n, page, measureMs) {
  const first = await measureMs(page, n % 2 ? BLOCKING : {});
  const second = await measureMs(page, n % 2 ? {} : BLOCKING);
  const [blocked, plain] = n % 2 ? [first, second] : [second, first];
  return { blocked, plain, ratio: blocked / plain };
}

function printResult(listed, pairs) {
  const quantile = (name, share) => {
    const sorted = pairs.map((pair) => pair[name]).sort((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) * share)];
  };
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile("ratio", share).toFixed(2));
  process.stdout.write(
    `${listed} of 250 requests to listed hosts: ${quantile("plain", 0.5)} ms without, ${quantile("blocked", 0.5)} ms with; ` +
      `ratio ${middle} (half of the pairs between ${low} and ${high}, ${pairs.length} pairs)\n`,
  );
}
