import type { LeaseRequest } from "./pool-protocol";

/** One who waits for a place. */
export type WaitingRequest = Pick<LeaseRequest, "accountId" | "priority">;

/** Who gets the next place, and who then waits, in order. */
export interface NextTurn<W> {
  next: W;
  rest: W[];
}

/** How many of all places an account may hold: while others wait, half of them. */
export function fairShare(waiting: readonly WaitingRequest[], places: number): number {
  const accounts = new Set(waiting.map(({ accountId }) => accountId));
  return accounts.size > 1 ? Math.max(Math.floor(places / 2), 1) : places;
}

/**
 * Chooses who gets the next place, where each account holds some already and `most` is its share. Interactive snaps go
 * first, then accounts take turns: whoever was served waits behind all others. `null`: nobody may have the place now.
 */
export function nextTurn<W extends WaitingRequest>(
  waiting: readonly W[],
  held: ReadonlyMap<string, number>,
  most: number,
): NextTurn<W> | null {
  const allowed = waiting.filter(({ accountId }) => (held.get(accountId) ?? 0) < most);
  const next = allowed.find(({ priority }) => priority === "interactive") ?? allowed[0];
  if (!next) return null;
  const isServed = ({ accountId }: W) => accountId === next.accountId;
  const others = waiting.filter((one) => !isServed(one));
  return { next, rest: [...others, ...waiting.filter((one) => one !== next && isServed(one))] };
}
