export const HEAD = `| page | what it does | its outcome | captures beside it | their time | other requests | processes left |
|---|---|---|---|---|---|---|
`;

export function hostilePageRow(page, measured) {
  const { hostile, rounds, usualMs, slowestAnswerMs, processesLeft } = measured;
  const cells = [
    page.name,
    page.does,
    `${formatOutcome(page, measured)}, ${formatSeconds(hostile.ms)}`,
    formatOrdinaryOutcomes(rounds),
    formatTimes(rounds, usualMs),
    formatSeconds(slowestAnswerMs),
    processesLeft,
  ];
  return `| ${cells.join(" | ")} |\n`;
}

function formatOutcome({ expected }, { hostile, reached }) {
  const outcome = hostile.outcome === "picture" ? "picture" : `\`${hostile.outcome}\``;
  const isExpected = expected.includes(hostile.outcome);
  return `${outcome}${isExpected ? "" : " (unexpected)"}${reached ? ", reached the listener" : ""}`;
}

function formatOrdinaryOutcomes(rounds) {
  const taken = rounds.flatMap(({ outcomes }) => outcomes);
  const wrong = taken.filter((outcome) => outcome !== "picture");
  const kinds = [...new Set(wrong)].map((kind) => {
    return `, ${wrong.filter((outcome) => outcome === kind).length} \`${kind}\``;
  });
  return `${taken.length - wrong.length} of ${taken.length} right${kinds.join("")}`;
}

/** The median and the slowest time of the rounds, as multiples of the usual time. */
function formatTimes(rounds, usualMs) {
  const sorted = rounds.map(({ slowestMs }) => slowestMs / usualMs).toSorted((a, b) => a - b);
  const [middle, slowest] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return `${middle.toFixed(1)} ×, at most ${slowest.toFixed(1)} × ${formatSeconds(usualMs)}`;
}

function formatSeconds(ms) {
  return Number.isFinite(ms) ? `${(ms / 1_000).toFixed(1)} s` : "unanswered";
}
