import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Env } from "../../src/env";
import worker from "../../src/index";

/**
 * Sends a request to the Worker without the test pool's entry point: that one wraps a proxy around its class at
 * every request, so that after a thousand of them each takes a tenth of a second. `bindings` replace the Worker's.
 */
export async function call(
  path: string,
  init?: RequestInit,
  bindings: Partial<Env> = {},
): Promise<Response> {
  const request = new Request(`http://localhost${path}`, init);
  return worker.fetch(request, { ...env, ...bindings }, createExecutionContext());
}

/** Sends a request and reads the JSON answer. */
export async function callJson(path: string, init?: RequestInit, bindings?: Partial<Env>) {
  const response = await call(path, init, bindings);
  return { status: response.status, headers: response.headers, body: await json(response) };
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
async function json(response: Response): Promise<any> {
  return response.json();
}
