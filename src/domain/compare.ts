import type { SeenValue } from "../browser/state";
import { hex } from "../lib/secrets";
import type { SeenChange } from "../store/changes";

/** Longer values are kept by their beginning and a digest of the whole: any change in them is still seen. */
const MAX_VALUE_CHARACTERS = 20_000;

/**
 * What `change` actions saw, each under the key of its last value. The key is made of the page's address, the
 * action, and how often the same action came before it: two actions on one selector are compared apart, and a new
 * address begins anew.
 */
export async function changesOf(
  job: { id: string; url: string },
  seen: readonly SeenValue[],
  seenAt: number,
): Promise<SeenChange[]> {
  const occurrences = new Map<string, number>();
  const changes: SeenChange[] = [];
  for (const { index, action, value } of seen) {
    const { type, selector, send_to, url } = action;
    const identity = JSON.stringify([job.url, type, selector, send_to, url]);
    const occurrence = occurrences.get(identity) ?? 0;
    occurrences.set(identity, occurrence + 1);
    if (value === null) continue;
    changes.push({
      actionKey: await sha1Hex(`${identity}#${occurrence}`),
      notificationId: await sha1Hex(`${job.id}:${index}`),
      ...{ action, seenAt },
      value: await bounded(value),
    });
  }
  return changes;
}

async function bounded(value: string): Promise<string> {
  if (value.length <= MAX_VALUE_CHARACTERS) return value;
  const beginning = value.slice(0, MAX_VALUE_CHARACTERS).toWellFormed();
  return `${beginning} … [sha1 ${await sha1Hex(value)}]`;
}

async function sha1Hex(text: string): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text)));
}
