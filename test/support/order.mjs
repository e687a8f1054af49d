import { statSync } from "node:fs";
import { BaseSequencer } from "vitest/node";

/** These take longer than others of their size. */
const LONG = /local\/(start|browsers|hostile|killed)|browser\/deadline|routes\/snap-failures/;

const sizeOf = ({ moduleId }) => statSync(moduleId).size + (LONG.test(moduleId) ? 1e6 : 0);

/** The files of a project, the longest first. */
const filesOf = (files, name) =>
  files.filter(({ project }) => project.name === name).sort((a, b) => sizeOf(b) - sizeOf(a));

/**
 * Long files begin first, so that none runs alone at the end. Files that start servers take turns with others, because
 * several starts at once slow each other down. Vitest keeps a Worker only for a next file of the same project.
 */
export class LongestFirst extends BaseSequencer {
  async sort(files) {
    const [local, empty, sharing, pure] = ["local", "empty", "sharing", "pure"].map((name) =>
      filesOf(files, name),
    );
    const turns = local.flatMap((file, n) => [file, ...empty.slice(2 * n, 2 * n + 2)]);
    return [...turns, ...empty.slice(2 * local.length), ...sharing, ...pure];
  }
}
