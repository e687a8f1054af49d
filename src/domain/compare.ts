import { createHash } from "node:crypto";
import type { SeenValue } from "../browser/state";
import type { SeenChange } from "../store/changes";

/** Of a longer value only the beginning and a digest of the whole are stored: every change is still noticed. */
const MAX_VALUE_CHARACTERS = 20_000;

/**
 * What `change` actions saw, each with the key of its last value. The key consists of the page's address, the action,
 * and how often the same action came before it. So two actions on one selector are compared separately, and a new
 * address starts without last values.
 */
export function seenChangesOf(
  job: { id: string; url: string },
  seen: readonly SeenValue[],
  seenAt: number,
): SeenChange[] {
  const occurrences = new Map<string, number>();
  const changes: SeenChange[] = [];
  for (const { index, action, value } of seen) {
    const { type, selector, send_to, url } = action;
    const identity = JSON.stringify([job.url, type, selector, send_to, url]);
    const occurrence = occurrences.get(identity) ?? 0;
    occurrences.set(identity, occurrence + 1);
    if (value === null) continue;
    changes.push({
      actionKey: sha1Hex(`${identity}#${occurrence}`),
      notificationId: sha1Hex(`${job.id}:${index}`),
      action,
      value: bounded(value),
      seenAt,
    });
  }
  return changes;
}

function bounded(value: string): string {
  if (value.length <= MAX_VALUE_CHARACTERS) return value;
  const beginning = value.slice(0, MAX_VALUE_CHARACTERS).toWellFormed();
  return `${beginning} … [sha1 ${sha1Hex(value)}]`;
}

function sha1Hex(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
