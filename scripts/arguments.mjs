import { parseArgs } from "node:util";
import { Failure } from "./failure.mjs";

/** Parses the command line of this script. An unknown option throws a Failure with the usage text. */
export function parseArguments(options, usage) {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    throw new Failure(`${error.message}\n\n  ${usage}`);
  }
}
