import { listDurableObjectIds } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { site } from "./api";

const USED_UP = { monthly_screenshots: 0 };
const UNPAID = { billing_up_to_date: false };
const url = `${site}/visits/refused`;
const LONG = Array(5).fill({ type: "css", value: "x".repeat(60_000) });

/** Requests to create a configuration that are refused, with the settings of the account. */
export const REFUSED: [
  error_code: string,
  status: number,
  account: Record<string, unknown>,
  form: Record<string, string | number>,
][] = [
  ["missing_or_invalid_url", 400, {}, {}],
  ["missing_or_invalid_url", 400, {}, { url: "ftp://example.com/" }],
  ["invalid_options", 400, {}, { url, quality: 0 }],
  ["invalid_schedule_provided", 400, {}, { url, scheduled_every: 10 }],
  ["invalid_multi_step_actions", 400, {}, { url, multi_step_actions: "[{}]" }],
  ["invalid_multi_step_actions", 400, {}, { url, multi_step_actions: '[{"type":"submit","a":1}]' }],
  ["payload_too_large", 413, {}, { url, multi_step_actions: JSON.stringify(LONG) }],
  ["usage_limit_exceeded", 403, USED_UP, { url }],
  ["billing_not_up_to_date", 403, UNPAID, { url }],
];

/** Ten changes of a configuration that do not overlap. */
export const CHANGES = [
  { quality: 1 },
  { wait: 2 },
  { thumb_width: 30 },
  { fullpage: true },
  { no_ads: true },
  { latitude: 5, longitude: 6 },
  { accept_language: "de" },
  { user_agent: "x" },
  { wait_for: "body" },
  { scheduled_screenshot: false },
];

export const UNKNOWN_IDS: [name: string, id: string][] = [
  ["a UUID", crypto.randomUUID()],
  ["a word", "nothing"],
  ["a space", "%20"],
  ["a zero byte", "%00"],
  ["half a character", "%ff"],
  ["long", "x".repeat(3_000)],
  ["SQL", "'%20OR%201=1%20--"],
];

/** The numbers of stored configurations, jobs, reservations, images and schedules. */
export async function stored() {
  const count = async (sql: string) => (await env.DB.prepare(sql).first<{ n: number }>())?.n;
  return {
    configurations: await count("SELECT count(*) AS n FROM configurations"),
    jobs: await count("SELECT count(*) AS n FROM screenshots"),
    reserved: await count("SELECT sum(used) AS n FROM usage"),
    images: (await env.BUCKET.list()).objects.length,
    schedules: (await listDurableObjectIds(env.SCHEDULE)).length,
  };
}
