import { describe } from "vitest";

// What users run on their own machine. As one file these tests run one after another: several starts at once would slow
// each other down, and Vitest would load the Worker of the other tests again between them.
// `npm test -- --project local --testNamePattern "^deploy "` runs one of them. A new one needs its name here.
const PARTS = [
  "start",
  "hostile",
  "deploy",
  "migrations",
  "runtime",
  "killed",
  "browsers",
  "check-data",
  "stored-bundle",
];

for (const name of PARTS) describe(name, () => import(`./local/${name}.mjs`));
