import { Skipped } from "./outcome.mjs";

/** Runs checks and prints a row for each: name, result, milliseconds, detail. `skip` holds the names to skip. */
export function createReport(skip) {
  const counts = { ok: 0, FAILED: 0, skipped: 0 };
  const runAlways = async (name, check) => {
    const startedAt = Date.now();
    const { result, detail } = await runCheck(check);
    counts[result] += 1;
    printRow(name, result, Date.now() - startedAt, detail);
  };
  return {
    /** Runs a check even if the signal is aborted. */
    runAlways,
    /** Runs a check, unless it is skipped or the signal is aborted. */
    run: (name, signal, check) =>
      runAlways(name, async () => {
        if (skip.has(name)) throw new Skipped("by --skip");
        signal.throwIfAborted();
        return check();
      }),
    printTimes,
    printSummary: () => {
      const { ok, FAILED, skipped } = counts;
      console.log(`\n${ok} ok, ${FAILED} failed, ${skipped} skipped`);
    },
    get failed() {
      return counts.FAILED > 0;
    },
  };
}

async function runCheck(check) {
  try {
    return { result: "ok", detail: await check() };
  } catch (error) {
    return { result: error instanceof Skipped ? "skipped" : "FAILED", detail: error.message };
  }
}

function printRow(name, result, ms, detail) {
  console.log(`${name.padEnd(18)}${result.padEnd(9)}${String(ms).padStart(7)}  ${detail}`);
}

/** Prints the median and the 95th percentile of each part of the `Server-Timing` headers. */
function printTimes(timings) {
  const parts = new Map();
  for (const [, part, ms] of timings.join(",").matchAll(/(\w+);dur=([\d.]+)/g)) {
    parts.set(part, [...(parts.get(part) ?? []), Number(ms)]);
  }
  for (const [part, all] of parts) {
    all.sort((a, b) => a - b);
    const [p50, p95] = [0.5, 0.95].map((share) => all[Math.ceil(all.length * share) - 1]);
    console.log(`time of ${part.padEnd(19)}p50 ${p50} ms, p95 ${p95} ms of ${all.length} pictures`);
  }
}
