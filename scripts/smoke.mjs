// npm run smoke -- https://your-worker.example: checks a running service from outside, with an account of its own that
// is deleted at the end.
import { Failure, runScript } from "./failure.mjs";
import { withAccount } from "./smoke/account.mjs";
import { readArguments } from "./smoke/arguments.mjs";
import { CHECKS } from "./smoke/checks.mjs";
import { createReport } from "./smoke/report.mjs";
import { createService } from "./smoke/service.mjs";

await runScript(async () => {
  const settings = readArguments(CHECKS.map(({ name }) => name));
  const signal = endOfRun(settings.timeoutSeconds);
  const service = createService(settings, signal);
  const report = createReport(settings.skip);
  await withAccount(service, report, async (smoke) => {
    for (const check of CHECKS) await report.run(check.name, signal, () => check.run(smoke));
    report.times(smoke.timings);
  });
  report.summary();
  if (report.failed) process.exitCode = 1;
});

/** Aborted when the time is over, or when somebody ends the script: the account is deleted all the same. */
function endOfRun(timeoutSeconds) {
  const controller = new AbortController();
  const abort = (reason) => () => controller.abort(new Failure(reason));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, abort("interrupted"));
  const reason = `the ${timeoutSeconds} s of --timeout are over`;
  setTimeout(abort(reason), timeoutSeconds * 1_000).unref();
  return controller.signal;
}
