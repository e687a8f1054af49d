import { spawn } from "node:child_process";
import { once } from "node:events";
import { Failure } from "./failure.mjs";
import { ROOT } from "./root.mjs";

/** Starts wrangler in the project folder. `closed` resolves to its exit code. */
export function spawnWrangler(args, { env, ...options }) {
  const child = spawn("wrangler", args, { cwd: ROOT, env: { ...process.env, ...env }, ...options });
  const closed = once(child, "close").then(
    ([code]) => code ?? 1,
    () => {
      throw new Failure("wrangler was not found: run this with npm, after npm install.");
    },
  );
  return { child, closed };
}

/** Collects the piped output of a child process. The result is complete when the process has closed. */
export function collectOutput(child) {
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => {
      output[name] += text;
    });
  }
  return output;
}

/** The error for a wrangler command that failed, with its output. */
export function commandFailure(task, { stdout, stderr }) {
  return new Failure(`${task} failed; wrangler says:\n\n${stdout}${stderr}`);
}
