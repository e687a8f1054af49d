import { statSync } from "node:fs";
import { BaseSequencer } from "vitest/node";

/** The files that take longest, the longest first. Of the others the largest comes first. */
const LONGEST = [
  "local/start",
  "local/hostile",
  "local/deploy",
  "browser/deadline",
  "routes/snap-failures",
  "schedule/crashes",
  "schedule/meanwhile",
  "browser/cookie-banners",
  "options/loading",
  "browser/fullpage-slices",
  "routes/configurations-capture",
  "browser/guard/sockets",
  "browser/guard/subresources",
  "routes/snap",
  "routes/public-keys",
  "routes/change-notifications",
  "browser/connection",
  "browser/guard/browser-features",
  "browser/guard/dotless-names",
  "options/waiting",
  "browser/guard/speculation-rules",
];

const rankOf = ({ moduleId }) => {
  const rank = LONGEST.findIndex((name) => moduleId.includes(`/${name}.test.`));
  return rank < 0 ? LONGEST.length : rank;
};
const sizeOf = ({ moduleId }) => statSync(moduleId).size;

/** The files of a project, the longest first. */
const filesOf = (files, name) =>
  files
    .filter(({ project }) => project.name === name)
    .sort((a, b) => rankOf(a) - rankOf(b) || sizeOf(b) - sizeOf(a));

/**
 * Long files begin first, so that none runs alone at the end. Files that start servers take turns with others, because
 * several starts at once slow each other down. Files that begin with empty storage are together: after each of them the
 * browser is started again.
 */
export class LongestFirst extends BaseSequencer {
  async sort(files) {
    const [local, workerd, pure] = ["local", "workerd", "pure"].map((name) => filesOf(files, name));
    const isEmptied = ({ moduleId, project }) =>
      project.getProvidedContext().emptied.includes(moduleId);
    const emptied = workerd.filter(isEmptied);
    const others = workerd.filter((file) => !isEmptied(file));
    const turns = local.flatMap((file, n) => [file, ...emptied.slice(2 * n, 2 * n + 2)]);
    return [...turns, ...emptied.slice(2 * local.length), ...others, ...pure];
  }
}
