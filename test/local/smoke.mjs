import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { until } from "./service.mjs";

const ADMIN_TOKEN = "dev-admin-token";

/** Tests `npm run smoke` against a running service. */
export function testSmoke(service) {
  /** Starts the script against the service, and collects its output. */
  function start(options, token = ADMIN_TOKEN) {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, ADMIN_TOKEN: token };
    const child = spawn(process.execPath, ["scripts/smoke.mjs", service().origin, ...options], {
      env,
    });
    const run = { child, text: "", exit: once(child, "close") };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (part) => {
        run.text += part;
      });
    }
    return run;
  }

  /** Waits for the exit code. Returns it with the result of each check and the output. */
  async function finished(run) {
    const [code] = await run.exit;
    const rows = run.text.matchAll(/^(\w[\w ]*?) +(ok|FAILED|skipped) +\d+ {2}(.*)$/gm);
    const results = Object.fromEntries([...rows].map(([, name, result]) => [name, result]));
    return { code, results, text: run.text };
  }

  async function accountsOfSmoke() {
    const headers = { Authorization: `Bearer ${ADMIN_TOKEN}` };
    const answer = await fetch(`${service().origin}/admin/accounts`, { headers });
    const { accounts } = await answer.json();
    return accounts.filter(({ name }) => name.startsWith("smoke"));
  }

  const SLOW = ["tall page", "browser sessions", "rate limit"];
  const ALL = [
    "health",
    "first snap",
    "other host",
    "cache",
    "edge cache",
    "parallel snaps",
    "tall page",
    "large png",
    "dns error",
    "tls error",
    "own host",
    "remote address",
    "configuration",
    "webhook",
    "usage",
    "key rotation",
    "browser sessions",
    "rate limit",
  ];

  test("runs every check that is possible locally, names those it skips, and leaves no account", async () => {
    // The demo site has no TLS.
    const tls = service().demo.replace("http:", "https:");
    const run = start([
      "--url",
      service().demo,
      "--tls-error-url",
      `${tls}/`,
      "--skip",
      SLOW.join(),
    ]);
    const { code, results, text } = await finished(run);
    expect(code, text).toBe(0);
    expect(Object.keys(results).sort()).toEqual([...ALL, "account deleted"].sort());
    const skipped = Object.keys(results).filter((name) => results[name] === "skipped");
    const elsewhere = ["edge cache", "dns error", ...SLOW];
    // CHECK_REMOTE_ADDRESS decides whether this check runs.
    expect(skipped.filter((name) => name !== "remote address").sort()).toEqual(elsewhere.sort());
    expect(text).toMatch(/time of navigate +p50 \d+ ms, p95 \d+ ms of \d+ pictures/);
    expect(await accountsOfSmoke()).toEqual([]);
  });

  test("exits with 1 if a check fails, and leaves no account", async () => {
    const others = ALL.filter((name) => name !== "other host").join();
    const run = start(["--url", `${service().demo}/missing`, "--skip", others]);
    const { code, results, text } = await finished(run);
    expect([code, results["other host"]]).toEqual([1, "FAILED"]);
    expect(text).toContain("/missing answered 404");
    expect(await accountsOfSmoke()).toEqual([]);
  });

  test("exits with 1 if it is interrupted, and leaves no account", async () => {
    const run = start([]);
    await until(() => run.text.includes("first snap"));
    expect(await accountsOfSmoke()).toHaveLength(1);
    run.child.kill("SIGINT");
    const { code, results, text } = await finished(run);
    expect([code, results["account deleted"]], text).toEqual([1, "ok"]);
    expect(await accountsOfSmoke()).toEqual([]);
  });

  test("prints one sentence if the admin token is wrong", async () => {
    const { code, text } = await finished(start([], "another-token"));
    expect(code).toBe(1);
    expect(text.trim()).toMatch(/^http:\S+ does not accept this ADMIN_TOKEN \(401 .*\)$/);
  });

  test("the smoke page shows nothing of a request but a number", async () => {
    const headers = { Cookie: "smoke=<script>; a=b" };
    const shown = await fetch(`${service().origin}/smoke-page?kind=cookie&x=<i>`, { headers });
    expect(shown.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect(await shown.text()).toMatch(/background:#000000/);
    const posted = await fetch(`${service().origin}/smoke-page`, { method: "POST" });
    expect(posted.status).toBe(405);
  });
}
