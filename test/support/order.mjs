import { statSync } from "node:fs";
import { BaseSequencer } from "vitest/node";

/**
 * The files that take longest. Those that mostly wait take turns with those that keep the processor busy. Of the other
 * files the largest comes first.
 */
const LONGEST = [
  "routes/snap-failures",
  "browser/deadline",
  "schedule/crashes",
  "schedule/meanwhile",
  "domain/capture",
  "domain/configuration-erasure",
  "queue/captures",
  "webhook/receivers",
  "routes/configurations",
  "domain/sweep",
  "webhook/hosts",
  "options/loading",
  "browser/cookie-banners",
  "routes/snap",
  "browser/guard/sockets",
  "browser/connection",
  "browser/guard/subresources",
  "browser/guard/dotless-names",
  "routes/change-notifications",
  "browser/guard/browser-features",
  "browser/guard/speculation-rules",
  "options/waiting",
  "routes/configurations-capture",
  "routes/public-keys",
  "browser/fullpage-slices",
  "browser/guard/window-targets",
  "options/selectors",
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
 * Long files begin first, so that none runs alone at the end. Files of a project are together, because Vitest ends a
 * Worker when the next file is of another project. Files that begin with empty storage are together, too: after each of
 * them the browser is started again.
 */
export class LongestFirst extends BaseSequencer {
  async sort(files) {
    const [local, workerd, pure] = ["local", "workerd", "pure"].map((name) => filesOf(files, name));
    const isEmptied = ({ moduleId, project }) =>
      project.getProvidedContext().emptied.includes(moduleId);
    const emptied = workerd.filter(isEmptied);
    const others = workerd.filter((file) => !isEmptied(file));
    return [...local, ...emptied, ...others, ...pure];
  }
}
