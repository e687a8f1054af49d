import { expect } from "vitest";
import type { Env } from "../../src/env";
import { call, callJson, site } from "./api";
import { eventually } from "./eventually";

type Options = Record<string, string | number | boolean>;

/** A small window, whose capture takes 0.25 s. */
export const SMALL = { page_width: "64", page_height: "48" };

/** Sends a form, as `curl -d` does. */
export async function send(method: string, path: string, key: string, form: Options = {}) {
  const texts = Object.entries(form).map(([name, value]) => [name, String(value)]);
  const body = new URLSearchParams([["access_token", key], ...texts]);
  return callJson(path, { method, body });
}

/** Sends a JSON body. */
export async function sendJson(method: string, path: string, key: string, body: object) {
  return callJson(path, {
    method,
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Sends a GET with the key in a header. */
export async function read(path: string, key: string, bindings?: Partial<Env>) {
  return callJson(path, { headers: { Authorization: `Bearer ${key}` } }, bindings);
}

/** Creates a configuration of a page of the test site; its first capture has started. */
export async function create(key: string, page: string, options: Options = {}) {
  const form = { url: `${site}${page}`, ...SMALL, ...options };
  const { status, body } = await send("POST", "/screenshot_configs", key, form);
  expect({ status, ...body }).toMatchObject({ status: 200, success: true });
  const id: string = body.screenshot_configuration_id;
  return { id, jobId: body.job_id as string, path: `/screenshot_configs/${id}` };
}

/** The same, once the first capture is done. */
export async function createAndCapture(key: string, page: string, options: Options = {}) {
  const created = await create(key, page, options);
  await done(key, created.jobId);
  return created;
}

/** How a job is polled. */
interface Polling {
  intervalMs?: number;
  bindings?: Partial<Env>;
}

/** The shortest interval at which workerd still handles its sockets, without the rate limit. */
export const TIGHTLY: Polling = {
  intervalMs: 1,
  bindings: { API_RATE_LIMIT: { limit: async () => ({ success: true }) } },
};

/** The job's answer once it is done or failed. */
export async function closed(key: string, jobId: string, { intervalMs, bindings }: Polling = {}) {
  return eventually(
    async () => {
      const answer = await read(`/jobs/${jobId}`, key, bindings);
      expect(answer.status).toBe(200);
      return answer.body;
    },
    { intervalMs },
  );
}

/** The job's answer once it is done. */
export async function done(key: string, jobId: string, polling?: Polling) {
  const body = await closed(key, jobId, polling);
  expect(body).toMatchObject({ success: true });
  return body;
}

/** The ids of the jobs in a list of screenshots. */
export async function listed(path: string, key: string): Promise<string[]> {
  const { body } = await read(path, key);
  return body.screenshots.map((shot: { job_id: string }) => shot.job_id);
}

/** The answer of the embed of a configuration; redirects are not followed. */
export async function embed(id: string, init: RequestInit & { query?: string } = {}) {
  return call(`/app/screenshots/${id}/embed${init.query ?? ""}`, { redirect: "manual", ...init });
}

/** The number of visits of a page of the test site. */
export async function visits(name: string): Promise<number> {
  return Number(await (await fetch(`${site}/visited/${name}`)).text());
}

/** Opens a gate: pages at `/gate/<name>` answer from now on. */
export async function open(name: string): Promise<void> {
  await fetch(`${site}/open/${name}`);
}
