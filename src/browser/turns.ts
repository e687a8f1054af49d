import type { LeaseRequest } from "./places";

/** One who waits for a place. */
export type Waiting = Pick<LeaseRequest, "accountId" | "priority">;

/** Who uses the places, and who was served when. */
export interface Usage {
  /** All places: sessions allowed × places of each. */
  places: number;
  /** Account id → how many places it holds. */
  held: ReadonlyMap<string, number>;
  /** Account id → number of its last turn; an account that is missing was not served yet. */
  turns: ReadonlyMap<string, number>;
}

/**
 * Chooses who gets the next free place. Interactive snaps go first, then the account whose last turn is longest ago,
 * then whoever came first. While another account waits, no account gets more than half of all places.
 * `undefined`: nobody may have the place now.
 */
export function nextToServe<W extends Waiting>(waiting: readonly W[], usage: Usage): W | undefined {
  const accounts = new Set(waiting.map(({ accountId }) => accountId));
  const most = accounts.size > 1 ? Math.max(Math.floor(usage.places / 2), 1) : usage.places;
  // The sort is stable: equals keep the order in which they came.
  return waiting
    .filter(({ accountId }) => (usage.held.get(accountId) ?? 0) < most)
    .sort((a, b) => urgency(a) - urgency(b) || turnOf(a, usage) - turnOf(b, usage))[0];
}

function urgency({ priority }: Waiting): number {
  return priority === "interactive" ? 0 : 1;
}

function turnOf({ accountId }: Waiting, { turns }: Usage): number {
  return turns.get(accountId) ?? 0;
}
