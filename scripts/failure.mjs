/** An error that the user can fix. It is printed as one sentence, without a stack trace. */
export class Failure extends Error {}

export function printError(error) {
  console.error(error instanceof Failure ? `\n  ${error.message}\n` : error);
}

/** Runs the main function of a script. If it throws, prints the error and sets the exit code to 1. */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    printError(error);
    process.exitCode = 1;
  }
}
