import type { LeaseRequest } from "./pool-protocol";

/** A request that waits for a slot. */
export type WaitingRequest = Pick<LeaseRequest, "accountId" | "priority">;

/** The request that gets the next slot, and the others in their new order. */
interface NextTurn<W> {
  next: W;
  rest: W[];
}

/** How many slots one account may have: half of all slots while several accounts wait, else all of them. */
export function fairShare(waiting: readonly WaitingRequest[], slots: number): number {
  const accounts = new Set(waiting.map(({ accountId }) => accountId));
  return accounts.size > 1 ? Math.max(Math.floor(slots / 2), 1) : slots;
}

/**
 * Chooses the request that gets the next slot. `held` is the number of slots of each account, `most` its share.
 * Interactive snaps come first. Then accounts take turns: the requests of the account that got the slot move to the end.
 * Returns null when no request may have the slot now.
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
