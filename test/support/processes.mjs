import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** All processes, with their ids, parent ids and commands. */
function all() {
  if (existsSync("/proc/self/stat")) return readdirSync("/proc").flatMap(ofProc);
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" });
  return lines.split("\n").flatMap((line) => {
    const [pid, parent, ...command] = line.trim().split(/\s+/);
    return pid ? [{ pid: Number(pid), parent: Number(parent), command: command.join(" ") }] : [];
  });
}

function ofProc(name) {
  if (!/^\d+$/.test(name)) return [];
  try {
    // The command is in brackets and may contain any character.
    const [, pid, command, parent] = /^(\d+) \((.*)\) \S (\d+)/s.exec(
      readFileSync(`/proc/${name}/stat`, "utf8"),
    );
    return [{ pid: Number(pid), parent: Number(parent), command }];
  } catch {
    // The process has ended.
    return [];
  }
}

/** The descendants of a process. */
export function descendantsOf(ancestor) {
  const found = [];
  const processes = all();
  for (let wave = [ancestor]; wave.length > 0; ) {
    const next = processes.filter(({ parent }) => wave.includes(parent));
    found.push(...next);
    wave = next.map(({ pid }) => pid);
  }
  return found;
}

/** Those of these processes that still run. A zombie does not count. */
export function survivorsOf(processes) {
  const running = new Map(all().map(({ pid, command }) => [pid, command]));
  return processes.filter(({ pid, command }) => running.get(pid) === command && !isZombie(pid));
}

function isZombie(pid) {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** Whether a process belongs to a browser. */
export const isBrowser = ({ command }) => /chrom/i.test(command);

/** Kills a process, or a process group if the id is negative. Does nothing if it has ended. */
export function kill(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
