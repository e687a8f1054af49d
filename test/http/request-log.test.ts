import { expect, test, vi } from "vitest";
import { call, newAccount, snap } from "../support/api";

/** The log lines of an account that `work` writes. Requests without a key have the account `null`. */
async function linesOf(account: string | null, work: () => Promise<unknown>) {
  const logged = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await work();
  const lines = logged.mock.calls.map(([line]) => JSON.parse(line));
  logged.mockRestore();
  return lines.filter((line) => line.account === account);
}

const SMALL = { page_width: 40, page_height: 30 };

test("a request and its job write one log line each, with the account, the result and the duration", async () => {
  const { id, key } = await newAccount();
  const lines = await linesOf(id, () => snap(key, "/status/200", SMALL));
  const ms = expect.any(Number);
  expect(lines).toEqual([
    {
      event: "job",
      job_id: expect.stringMatching(/^[0-9a-f]{24}$/),
      account: id,
      configuration_id: null,
      outcome: "done",
      queue: ms,
      navigate: ms,
      capture: ms,
      store: ms,
    },
    {
      event: "request",
      request_id: expect.any(String),
      account: id,
      method: "GET",
      route: "/snap",
      status: 200,
      outcome: "ok",
      ms,
    },
  ]);
});

test("a failure is logged with its code or its reason", async () => {
  const { id, key } = await newAccount();
  const failed = await linesOf(id, () => snap(key, "/reset", SMALL));
  expect(failed.map(({ event, outcome }) => [event, outcome])).toEqual([
    ["job", "connection_failed"],
    ["request", "connection_failed"],
  ]);
  const refused = await linesOf(id, () => snap(key, "/reset", { page_width: 0 }));
  expect(refused).toMatchObject([{ event: "request", status: 400, outcome: "invalid_options" }]);
});

const LIST = "/screenshot_configs/change_notifications";

test.each([
  ["GET", LIST, LIST, 401],
  ["PUT", LIST, LIST, 405],
  ["DELETE", LIST, "/screenshot_configs/:id", 401],
  ["GET", "/screenshot_configs/1", "/screenshot_configs/:id", 401],
  ["PUT", "/screenshot_configs/1", "/screenshot_configs/:id", 405],
  ["PUT", "/snap", "/snap", 405],
  ["OPTIONS", "/screenshots", "/screenshots", 204],
  ["GET", "/nowhere", "/*", 404],
])("%s %s is logged with the pattern %s", async (method, path, route, status) => {
  const lines = await linesOf(null, () => call(path, { method }));
  expect(lines).toMatchObject([{ event: "request", method, route, status }]);
});
