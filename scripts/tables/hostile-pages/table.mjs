export const HEAD = `| page | what it does | its outcome | captures beside it | their time | other requests | processes left |
|---|---|---|---|---|---|---|
`;

/** A row of the table. */
export function rowOf(page, seen) {
  const { hostile, rounds, usualMs, slowestAnswerMs, processesLeft } = seen;
  const cells = [
    page.name,
    page.does,
    `${outcomeOf(page, seen)}, ${seconds(hostile.ms)}`,
    besideOf(rounds),
    timesOf(rounds, usualMs),
    seconds(slowestAnswerMs),
    processesLeft,
  ];
  return `| ${cells.join(" | ")} |\n`;
}

function outcomeOf({ expected }, { hostile, reached }) {
  const outcome = hostile.outcome === "picture" ? "picture" : `\`${hostile.outcome}\``;
  const isExpected = expected.includes(hostile.outcome);
  return `${outcome}${isExpected ? "" : " (unexpected)"}${reached ? ", reached the listener" : ""}`;
}

function besideOf(rounds) {
  const taken = rounds.flatMap(({ outcomes }) => outcomes);
  const wrong = taken.filter((outcome) => outcome !== "picture");
  const kinds = [...new Set(wrong)].map((kind) => {
    return `, ${wrong.filter((outcome) => outcome === kind).length} \`${kind}\``;
  });
  return `${taken.length - wrong.length} of ${taken.length} right${kinds.join("")}`;
}

/** The middle and the slowest of the rounds, as multiples of the usual time. */
function timesOf(rounds, usualMs) {
  const sorted = rounds.map(({ slowestMs }) => slowestMs / usualMs).toSorted((a, b) => a - b);
  const [middle, slowest] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return `${middle.toFixed(1)} ×, at most ${slowest.toFixed(1)} × ${seconds(usualMs)}`;
}

function seconds(ms) {
  return Number.isFinite(ms) ? `${(ms / 1_000).toFixed(1)} s` : "unanswered";
}
