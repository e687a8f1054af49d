import { expect, Skipped, until } from "./outcome.mjs";
import { told } from "./service.mjs";

/** All parts of the service answer. */
export async function health(smoke) {
  const answer = await smoke.service.send("GET", "/healthz");
  const checks = Object.entries(answer.json?.checks ?? {}).map((pair) => pair.join(" "));
  expect(answer.status === 200, `${told(answer)} ${checks.join(", ")}`);
  return checks.join(", ");
}

const REMOTE_ADDRESS = {
  checked: "effective: the browser reports real addresses",
  unavailable:
    "reported as not effective: the browser reports no real addresses, so a public name that leads to a private address is not noticed",
};

/** Whether the service looks at the addresses that pages come from; asked after pictures were taken. */
export async function remoteAddress(smoke) {
  const { json } = await smoke.service.send("GET", "/healthz");
  const state = json?.remote_address;
  if (state === undefined) throw new Skipped("this service does not report it in /healthz");
  if (state in REMOTE_ADDRESS) return REMOTE_ADDRESS[state];
  throw new Skipped(`/healthz reports remote_address: ${state}`);
}

/** Every new picture was counted, and nothing else. */
export async function usage(smoke) {
  const answer = await smoke.api("GET", "/account_limits");
  const { used } = answer.json ?? {};
  expect(used === smoke.pictures, `${smoke.pictures} pictures were taken, ${used} are counted`);
  return `${used} used, ${smoke.pictures} taken`;
}

const [REQUESTS, AT_ONCE, SECONDS] = [4_000, 32, 55];

/** Past its requests a minute the account is told when to come back. */
export async function rateLimit(smoke) {
  const giveUpAt = Date.now() + SECONDS * 1_000;
  let sent = 0;
  let refused;
  const ask = async () => {
    while (!refused && sent < REQUESTS && Date.now() < giveUpAt) {
      sent += 1;
      const answer = await smoke.api("GET", "/account_limits");
      if (answer.status !== 200) refused ??= { answer, after: sent };
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  expect(refused, `${sent} requests within ${SECONDS} s, and none was refused`);
  const { answer, after } = refused;
  expect(answer.status === 429, told(answer));
  const retryAfter = Number(answer.headers.get("Retry-After"));
  expect(retryAfter >= 1 && retryAfter <= 60, `Retry-After is ${retryAfter}`);
  return `429 after ${after} requests, Retry-After: ${retryAfter}`;
}

const CLOSED_WITHIN_SECONDS = 120;

/** The browser sessions that the pictures needed are closed when nobody uses them. */
export async function browserSessions(smoke) {
  const open = await sessionsOf(smoke);
  const startedAt = Date.now();
  await until(CLOSED_WITHIN_SECONDS, "browser sessions closed", async () => {
    const left = (await sessionsOf(smoke)).filter((id) => open.includes(id));
    return left.length === 0 ? true : undefined;
  });
  return `${open.length} open, closed after ${Math.round((Date.now() - startedAt) / 1_000)} s`;
}

async function sessionsOf({ service }) {
  const answer = await service.admin("GET", "/admin/browser_sessions");
  if (answer.status === 404) throw new Skipped("this service does not list its browser sessions");
  expect(answer.status === 200, told(answer));
  return answer.json.sessions.map(({ id }) => id);
}
