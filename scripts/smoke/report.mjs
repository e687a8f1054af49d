import { Skipped } from "./outcome.mjs";

/** Runs checks and prints a row for each: check, result, milliseconds, detail. */
export function createReport(skip) {
  const counts = { ok: 0, FAILED: 0, skipped: 0 };
  const row = (name, result, startedAt, detail) => {
    counts[result] += 1;
    print(name, result, Date.now() - startedAt, detail);
  };
  const always = async (name, check) => {
    const startedAt = Date.now();
    try {
      row(name, "ok", startedAt, await check());
    } catch (error) {
      row(name, error instanceof Skipped ? "skipped" : "FAILED", startedAt, error.message);
    }
  };
  return {
    /** Runs a check whatever happened before. */
    always,
    /** Runs a check, unless it is to be skipped or the run was ended. */
    run: (name, signal, check) =>
      always(name, async () => {
        if (skip.has(name)) throw new Skipped("by --skip");
        signal.throwIfAborted();
        return check();
      }),
    times: (timings) => printTimes(timings),
    summary: () => {
      const { ok, FAILED, skipped } = counts;
      console.log(`\n${ok} ok, ${FAILED} failed, ${skipped} skipped`);
    },
    get failed() {
      return counts.FAILED > 0;
    },
  };
}

function print(name, result, ms, detail) {
  console.log(`${name.padEnd(18)}${result.padEnd(9)}${String(ms).padStart(7)}  ${detail}`);
}

/** p50 and p95 of each part of the new pictures. */
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
