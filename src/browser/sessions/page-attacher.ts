import type { Command } from "./devtools-commands";

/** Attaches to each page that is created over this connection. Puppeteer expects auto-attach to do this. */
export function createPageAttacher(write: (command: Command) => void) {
  const creating = new Set<number>();
  let ownId = FIRST_OWN_ID;
  return {
    onCommand({ id, method }: Command): void {
      if (method === "Target.createTarget") creating.add(id);
    },
    /** Attaches to the page whose creation the message reports. Returns whether the message answers our own command. */
    isOwnAnswer(message: string): boolean {
      if (creating.size > 0) {
        const [, id, targetId] = ANSWER.exec(message) ?? [];
        if (creating.delete(Number(id)) && targetId) {
          const params = { targetId, flatten: true };
          write({ id: ownId++, method: "Target.attachToTarget", params });
        }
      }
      return OWN_ANSWER.test(message);
    },
  };
}

/** Higher than the ids that puppeteer counts up. */
const FIRST_OWN_ID = 2_000_000_000;
const OWN_ANSWER = /^\{"id":2\d{9},/;
const ANSWER = /^\{"id":(\d+),(?:"result":\{"targetId":"([\w-]+)")?/;
