import { statSync } from "node:fs";
import { BaseSequencer } from "vitest/node";

/** What takes long begins first, so that no file is left to run alone; what shares a Worker runs in a row. */
const ORDER = ["local", "isolated", "sharing", "pure"];
/** These take longer than their size tells. */
const LONG = ["local/hostile", "local/browsers", "local/deploy", "browser/guard"];

const rankOf = ({ moduleId, project }) => [
  ORDER.indexOf(project.name),
  LONG.some((name) => moduleId.includes(`/${name}.test.`)) ? 0 : 1,
  -statSync(moduleId).size,
];

export class LongestFirst extends BaseSequencer {
  async sort(files) {
    const ranked = files.map((file) => ({ file, rank: rankOf(file) }));
    ranked.sort((a, b) => {
      const differences = a.rank.map((value, n) => value - b.rank[n]);
      return differences.find((difference) => difference !== 0) ?? 0;
    });
    return ranked.map(({ file }) => file);
  }
}
