import type { LeaseRequest } from "./places";

/** One who waits for a place. */
export type Waiting = Pick<LeaseRequest, "accountId" | "priority">;

/** Who gets the next place, and who then waits, in order. */
export interface Turn<W> {
  next: W;
  rest: W[];
}

/**
 * Chooses who gets the next of `places` places, `held` of which each account has already. Interactive snaps go first,
 * then accounts take turns: whoever was served waits behind all others. While another account waits, no account gets
 * more than half of all places. `null`: nobody may have the place now.
 */
export function nextTurn<W extends Waiting>(
  waiting: readonly W[],
  held: ReadonlyMap<string, number>,
  places: number,
): Turn<W> | null {
  const accounts = new Set(waiting.map(({ accountId }) => accountId));
  const most = accounts.size > 1 ? Math.max(Math.floor(places / 2), 1) : places;
  const allowed = waiting.filter(({ accountId }) => (held.get(accountId) ?? 0) < most);
  const next = allowed.find(({ priority }) => priority === "interactive") ?? allowed[0];
  if (!next) return null;
  const isServed = ({ accountId }: W) => accountId === next.accountId;
  const others = waiting.filter((one) => !isServed(one));
  return { next, rest: [...others, ...waiting.filter((one) => one !== next && isServed(one))] };
}
