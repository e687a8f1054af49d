import { expect, poll, Skipped } from "./outcome.mjs";
import { describeAnswer } from "./service.mjs";

/** All parts of the service must be healthy. */
export async function checkHealth(smoke) {
  const answer = await smoke.service.send("GET", "/healthz");
  const checks = Object.entries(answer.json?.checks ?? {}).map((pair) => pair.join(" "));
  expect(answer.status === 200, `${describeAnswer(answer)} ${checks.join(", ")}`);
  return checks.join(", ");
}

const REMOTE_ADDRESS = {
  checked: "effective: the browser reports real addresses",
  unavailable:
    "not effective: the browser does not report real addresses, so a public host name with a private address is not detected",
};

/** Reports whether the service checks remote addresses. It knows that only after it has taken pictures. */
export async function checkRemoteAddress(smoke) {
  const { json } = await smoke.service.send("GET", "/healthz");
  const state = json?.remote_address;
  if (state === undefined) throw new Skipped("this service does not report it in /healthz");
  if (state in REMOTE_ADDRESS) return REMOTE_ADDRESS[state];
  throw new Skipped(`/healthz reports remote_address: ${state}`);
}

/** The usage must be the number of new pictures. */
export async function checkUsage(smoke) {
  const answer = await smoke.api("GET", "/account_limits");
  const { used } = answer.json ?? {};
  expect(
    used === smoke.pictures,
    `${smoke.pictures} pictures were taken, but the usage is ${used}`,
  );
  return `${used} used, ${smoke.pictures} taken`;
}

const MAX_REQUESTS = 4_000;
const PARALLEL_REQUESTS = 32;
const RATE_LIMIT_SECONDS = 55;

/** An account that sends too many requests per minute must get a 429 with Retry-After. */
export async function checkRateLimit(smoke) {
  const giveUpAt = Date.now() + RATE_LIMIT_SECONDS * 1_000;
  let sent = 0;
  let refused;
  const sendUntilRefused = async () => {
    while (!refused && sent < MAX_REQUESTS && Date.now() < giveUpAt) {
      sent += 1;
      const answer = await smoke.api("GET", "/account_limits");
      if (answer.status !== 200) refused ??= { answer, after: sent };
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_REQUESTS }, sendUntilRefused));
  expect(refused, `none of ${sent} requests within ${RATE_LIMIT_SECONDS} s was refused`);
  const { answer, after } = refused;
  expect(answer.status === 429, describeAnswer(answer));
  const retryAfter = Number(answer.headers.get("Retry-After"));
  expect(retryAfter >= 1 && retryAfter <= 60, `Retry-After is ${retryAfter}`);
  return `429 after ${after} requests, Retry-After: ${retryAfter}`;
}

const CLOSED_WITHIN_SECONDS = 120;

/** The browser sessions of the pictures must be closed when they are unused. */
export async function checkBrowserSessions(smoke) {
  const open = await listSessions(smoke);
  const startedAt = Date.now();
  await poll(CLOSED_WITHIN_SECONDS, "browser sessions closed", async () => {
    const left = (await listSessions(smoke)).filter((id) => open.includes(id));
    return left.length === 0 ? true : undefined;
  });
  return `${open.length} open, closed after ${Math.round((Date.now() - startedAt) / 1_000)} s`;
}

async function listSessions({ service }) {
  const answer = await service.admin("GET", "/admin/browser_sessions");
  if (answer.status === 404) throw new Skipped("this service does not list its browser sessions");
  expect(answer.status === 200, describeAnswer(answer));
  return answer.json.sessions.map(({ id }) => id);
}
