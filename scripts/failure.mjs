/** A reason to stop that the reader can act on: told in one sentence, without a stack. */
export class Failure extends Error {}

/** Tells why something ended. */
export function tell(error) {
  console.error(error instanceof Failure ? `\n  ${error.message}\n` : error);
}

/** Runs a script's main function; what it throws is told, and the exit code is 1. */
export async function run(main) {
  try {
    await main();
  } catch (error) {
    tell(error);
    process.exitCode = 1;
  }
}
