import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { inject } from "vitest";
import type { Env } from "../../src/env";
import worker from "../../src/index";

/** Origin of the site that tests capture. */
export const site = inject("site");

const ORIGIN = "http://localhost";

/**
 * Sends a request to the Worker, without the test pool's entry point: that one wraps a proxy around its class at every
 * request, so that after a thousand of them each takes a tenth of a second. `bindings` replace the Worker's.
 */
export async function call(
  path: string,
  init?: RequestInit,
  bindings: Partial<Env> = {},
): Promise<Response> {
  const request = new Request(`${ORIGIN}${path}`, init);
  return worker.fetch(request, { ...env, ...bindings }, createExecutionContext());
}

/** Sends a request and reads the JSON answer. */
export async function callJson(path: string, init?: RequestInit, bindings?: Partial<Env>) {
  const response = await call(path, init, bindings);
  return { status: response.status, headers: response.headers, body: await json(response) };
}

// biome-ignore lint/suspicious/noExplicitAny: tests read any part of an answer
async function json(response: Response): Promise<any> {
  return response.json();
}

/** A path with its query string. */
export function withQuery(path: string, query: Record<string, string | number | boolean>): string {
  const texts = Object.entries(query).map(([name, value]) => [name, String(value)]);
  return `${path}?${new URLSearchParams(texts)}`;
}

/** Creates an account; returns it with its keys. */
export async function newAccount(settings: Record<string, unknown> = {}) {
  const { body } = await callJson("/admin/accounts", {
    method: "POST",
    headers: { ...admin, "Content-Type": "application/json" },
    body: JSON.stringify({ name: "Test", monthly_screenshots: 1_000, ...settings }),
  });
  return { id: body.account.id as string, key: body.keys.private_api_key as string, ...body };
}

/** Headers with the admin token. */
export const admin = { Authorization: `Bearer ${env.ADMIN_TOKEN}` };

/** A window whose capture takes half of the time of the default one. */
export const SMALL_WINDOW = { page_width: 400, page_height: 300 };
export const DEFAULT_WINDOW = { page_width: 1_920, page_height: 1_000 };

/** Takes a snap of a page of the test site, in a small window unless the options have its size. */
export async function snap(
  key: string,
  page: string,
  options: Record<string, string | number | boolean> = {},
): Promise<Response> {
  const query = { url: `${site}${page}`, access_token: key, ...SMALL_WINDOW, ...options };
  return call(withQuery("/snap", query));
}

/** An image as decoded by a library: its format, size, and the colours at some points. */
export async function pixels(image: Response | Uint8Array, points: [x: number, y: number][]) {
  const at = points.map((point) => point.join()).join(";");
  const body = image instanceof Response ? await image.arrayBuffer() : image;
  const decoded = await fetch(`${site}/pixels?at=${at}`, { method: "POST", body });
  return decoded.json<{ format: string; width: number; height: number; colours: number[][] }>();
}
