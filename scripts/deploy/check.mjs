import { problemOfSecret } from "../../src/lib/deployment-secrets.ts";
import { Failure } from "../failure.mjs";

/** Answers a secret that may be deployed. */
export function checkSecret(name, value) {
  const problem = problemOfSecret(name, value);
  if (problem) throw new Failure(problem);
  return value;
}
