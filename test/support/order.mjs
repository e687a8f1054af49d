import { statSync } from "node:fs";
import { BaseSequencer } from "vitest/node";

/** These take longer than others of their size. */
const LONG = /local\/(start|browsers|hostile|deploy)|browser\/deadline|routes\/snap-failures/;

const sizeOf = ({ moduleId }) => statSync(moduleId).size + (LONG.test(moduleId) ? 1e6 : 0);

/** The files of a project, the longest first. */
const filesOf = (files, name) =>
  files.filter(({ project }) => project.name === name).sort((a, b) => sizeOf(b) - sizeOf(a));

/**
 * What takes long begins first, so that no file is left to run alone. Files that start servers of their own take turns
 * with others: so many at once would keep each other waiting. Those that share a Worker run in a row.
 */
export class LongestFirst extends BaseSequencer {
  async sort(files) {
    const [local, isolated, sharing, pure] = ["local", "isolated", "sharing", "pure"].map((name) =>
      filesOf(files, name),
    );
    const turns = local.flatMap((file, n) => [file, ...isolated.slice(n, n + 1)]);
    return [...turns, ...isolated.slice(local.length), ...sharing, ...pure];
  }
}
