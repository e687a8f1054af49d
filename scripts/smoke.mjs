// npm run smoke -- https://your-worker.example: checks a running service from outside. It creates an account and deletes
// it at the end.
import { Failure, runScript } from "./failure.mjs";
import { withAccount } from "./smoke/account.mjs";
import { readSmokeArguments } from "./smoke/arguments.mjs";
import { CHECKS } from "./smoke/checks.mjs";
import { createReport } from "./smoke/report.mjs";
import { createService } from "./smoke/service.mjs";

await runScript(async () => {
  const settings = readSmokeArguments(CHECKS.map(({ name }) => name));
  const signal = createEndSignal(settings.timeoutSeconds);
  const service = createService(settings, signal);
  const report = createReport(settings.skip);
  await withAccount(service, report, async (smoke) => {
    for (const check of CHECKS) await report.run(check.name, signal, () => check.run(smoke));
    report.printTimes(smoke.timings);
  });
  report.printSummary();
  if (report.failed) process.exitCode = 1;
});

/** A signal that aborts after the timeout, or when the script is interrupted. The account is deleted in any case. */
function createEndSignal(timeoutSeconds) {
  const controller = new AbortController();
  const abort = (reason) => () => controller.abort(new Failure(reason));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, abort("interrupted"));
  const reason = `the run took longer than --timeout (${timeoutSeconds} s)`;
  setTimeout(abort(reason), timeoutSeconds * 1_000).unref();
  return controller.signal;
}
