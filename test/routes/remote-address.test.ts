import { env } from "cloudflare:workers";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { RemoteAddress } from "../../src/browser/sessions/pool-protocol";
import { poolOf } from "../../src/browser/sessions/pool-stub";
import {
  checksRemoteAddress,
  probeRemoteAddress,
  problemOfRemoteAddress,
  remoteAddressOf,
  type WebResponse,
} from "../../src/browser/sessions/remote-address";
import { closeSession } from "../../src/browser/sessions/session";
import { callJson, newAccount, site } from "../support/api";
import { newSession, openSessions, placeOn } from "../support/browser";
import { at } from "../support/pages";
import { newStudio } from "../support/studio";

// Every name resolves to this machine, as with a proxy: the browser reports 127.0.0.1 for all of them.
const PROBE = "/visits/remote-address-probe";
const SETTINGS = {
  ALLOW_PRIVATE_NETWORK: "false",
  CHECK_REMOTE_ADDRESS: "auto",
  REMOTE_ADDRESS_PROBE_URL: at("probe.example.com", PROBE),
};
const pool = poolOf(env, "any");

let key: string;
beforeAll(async () => {
  ({ key } = await newAccount());
});
afterAll(async () => {
  await Promise.all((await openSessions()).map((id) => closeSession(env.BROWSER, id)));
});

async function snap(page: string) {
  const url = at("www.example.com", page);
  const query = new URLSearchParams({ url, access_token: key, ttl: "0", json: "true" });
  return callJson(`/snap?${query}`, {}, SETTINGS);
}

async function health(settings: Partial<typeof SETTINGS> = {}) {
  return (await callJson("/healthz", {}, { ...SETTINGS, ...settings })).body.remote_address;
}

async function probes(): Promise<number> {
  return Number(await (await fetch(`${site}${PROBE.replace("visits", "visited")}`)).text());
}

test("a session behind a proxy is probed once, and its captures are not refused", async () => {
  expect(await health()).toBe("not_probed");
  const log = vi.spyOn(console, "log");
  for (const _ of [1, 2]) expect((await snap("/quarters")).status).toBe(200);
  expect(await probes()).toBe(1);
  const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)));
  log.mockRestore();
  expect(lines.filter(({ event }) => event === "remote_address_unavailable")).toHaveLength(1);
  expect(await health()).toBe("unavailable");
});

describe("on a session that reports real addresses", () => {
  beforeEach(async () => {
    const lease = await pool.acquire({
      accountId: "a",
      priority: "interactive",
      alone: false as const,
      waitMs: 20_000,
      holdMs: 20_000,
    });
    if (!lease) throw new Error("no lease");
    await pool.reportRemoteAddress(lease.sessionId, "real");
    await pool.release(lease.leaseId, { faulty: false });
  });

  test("a page from a private address is refused, without a further probe", async () => {
    const before = await probes();
    const { status, body } = await snap("/quarters");
    expect([status, body.reason]).toEqual([400, "blocked_address"]);
    expect(await probes()).toBe(before);
    expect(await health()).toBe("checked");
  });
});

test("a misconfigured pool is reported as a browser failure", async () => {
  const { body } = await callJson("/healthz", {}, { BROWSER_IDLE_SECONDS: "60" });
  expect(body.checks.browser).toBe("failing");
});

/** Makes the browser answer requests to this host itself: such a response has no address. */
async function answerInBrowser(sessionId: string, host: string) {
  const url = `https://browser/v1/devtools/browser/${sessionId}`;
  const { webSocket: socket } = await env.BROWSER.fetch(url, { headers: { Upgrade: "websocket" } });
  if (!socket) throw new Error("no connection");
  let id = 0;
  const send = (method: string, params: object, target?: string) => {
    id += 1;
    socket.send(JSON.stringify({ id, method, params, sessionId: target }));
  };
  socket.addEventListener("message", ({ data }) => {
    const { method, params, sessionId: target } = JSON.parse(String(data));
    if (method === "Target.attachedToTarget") {
      const patterns = [{ urlPattern: `*://${host}/*` }];
      send("Fetch.enable", { patterns }, params.sessionId);
      send("Runtime.runIfWaitingForDebugger", {}, params.sessionId);
    } else if (method === "Fetch.requestPaused") {
      const answer = { responseCode: 200, body: btoa("hello") };
      send("Fetch.fulfillRequest", { requestId: params.requestId, ...answer }, target);
    }
  });
  socket.accept();
  send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
  return () => socket.close();
}

test("a response without an address is refused while the check is on", async () => {
  const studio = await newStudio();
  const stop = await answerInBrowser(studio.sessionId, "www.example.com");
  const look = (checkRemoteAddress: boolean) =>
    studio.outcome(
      "http://www.example.com/",
      {},
      {
        policy: { allowPrivateNetwork: false, ownHosts: [], checkRemoteAddress },
      },
    );
  expect(await look(false)).toMatchObject({ targetStatus: 200 });
  expect(await look(true)).toMatchObject({ reason: "blocked_address" });
  stop();
});

test("a probe that does not load means no real addresses", async () => {
  const sessionId = await newSession();
  const found = await probeRemoteAddress(placeOn(sessionId), `${site}/reset`);
  expect(found).toBe("unavailable");
});

test.each([
  ["104.16.123.96", "real"],
  ["[2606:4700::6810:7b60]", "real"],
  ["127.0.0.1", "unavailable"],
  ["10.0.0.1", "unavailable"],
  ["", "unavailable"],
  [undefined, "unavailable"],
])("a known public page at %s: addresses are %s", (address, expected) => {
  expect(remoteAddressOf(address)).toBe(expected);
});

test.each<[CHECK_REMOTE_ADDRESS: string, session: RemoteAddress, isChecked: boolean]>([
  ["auto", "real", true],
  ["auto", "unavailable", false],
  ["true", "unavailable", true],
  ["false", "real", false],
])("with CHECK_REMOTE_ADDRESS=%s and addresses %s: %s", (mode, session, isChecked) => {
  const settings = { ...SETTINGS, CHECK_REMOTE_ADDRESS: mode };
  expect(checksRemoteAddress(settings, session)).toBe(isChecked);
});

test("without a page to probe, auto means true", async () => {
  const settings = { ...SETTINGS, REMOTE_ADDRESS_PROBE_URL: "" };
  expect(checksRemoteAddress(settings, "not_probed")).toBe(true);
  expect(await health(settings)).toBe("checked");
});

test.each([{ CHECK_REMOTE_ADDRESS: "false" }, { ALLOW_PRIVATE_NETWORK: "true" }])(
  "the check is off with %j",
  async (setting) => expect(await health(setting)).toBe("off"),
);

test.each<[string, WebResponse, refused: boolean]>([
  ["from a public address", { remoteIPAddress: "104.16.123.96", headers: {} }, false],
  ["from a private address", { remoteIPAddress: "[::1]", headers: {} }, true],
  ["without an address", { remoteIPAddress: "", headers: {} }, true],
  ["without an address", { headers: {} }, true],
  [
    "that is the browser's internal redirect to https",
    { remoteIPAddress: "", headers: { "Non-Authoritative-Reason": "HSTS" } },
    false,
  ],
])("a response %s: refused %s", (_, response, refused) => {
  expect(problemOfRemoteAddress(response) !== null).toBe(refused);
});
