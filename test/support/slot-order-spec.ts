import { describe, expect, test } from "vitest";
import type { LeaseRequest } from "../../src/browser/sessions/pool-protocol";
import { grantLeases, wantedSessions } from "../../src/browser/sessions/serving";
import { newSession, type Session } from "../../src/browser/sessions/session-leases";
import { fairShare, nextTurn, type WaitingRequest } from "../../src/browser/sessions/turns";

/** In which order waiting requests get slots, and on which sessions. */
export function slotOrderSpec(): void {
  describe("the order of waiting requests:", () => {
    test.each<[string, waiting: string, held: Record<string, number>, slots: number, number[]]>([
      ["one account in order of arrival", "AAA", {}, 12, [0, 1, 2]],
      ["each account once before any account twice", "AAABBC", {}, 12, [0, 3, 5, 1, 4, 2]],
      ["interactive snaps before background captures", "aAbB", {}, 12, [1, 3, 0, 2]],
      ["a single account may have all slots", "AAAA", { A: 2 }, 4, [0, 1]],
      [
        "an account may have half of the slots while another one waits",
        "AAAB",
        { A: 2 },
        4,
        [3, 0, 1],
      ],
      ["also where the other one waits for a background capture", "AAAb", { A: 2 }, 4, [3, 0, 1]],
      ["no account while all that wait have half of the slots", "AB", { A: 2, B: 2 }, 4, []],
      ["half of one slot is one slot", "AB", {}, 1, [0, 1]],
    ])("%s", (_, letters, held, slots, expected) => {
      expect(turnsOf(letters, held, slots)).toEqual(expected);
    });
  });

  describe("requests for a session without other captures", () => {
    test.each([
      ["get one session each, before other requests", "aBc", ["B1", "a2", "c2"]],
      ["leave one session to other requests", "ABCd", ["A1", "B2", "d3"]],
      ["get one session per account while another account waits", "AAAb", ["A1", "b3"]],
    ])("%s", (_, letters, expected) => {
      expect(grantedSessions(letters)).toEqual(expected);
    });

    test("get another session where other requests wait for the only one", () => {
      const [only] = emptySessions("1") as [Session];
      const one = { maxSessions: 1, slotsPerSession: 4 };
      const waiting = [leaseRequest("A", true), leaseRequest("b", false)];
      const { waiting: rest } = grantLeases(waiting, [only], one, 0);
      expect(only.taken).toBe(true);
      expect(rest).toMatchObject([{ accountId: "b" }]);
      expect(wantedSessions(rest, [only], one)).toBe(1);
      const own = [leaseRequest("A", false)];
      expect(grantLeases(own, [only, ...emptySessions("2")], one, 0).granted).toHaveLength(1);
      expect(wantedSessions([leaseRequest("C", true)], [only], one)).toBe(0);
      const more = emptySessions("2", "3", "4");
      expect(wantedSessions([leaseRequest("C", true)], more, { ...one, maxSessions: 2 })).toBe(1);
    });

    test("reserve the session with the fewest captures where no other can be started", () => {
      const open = emptySessions("1", "2", "3");
      expect(grantedSessions("aaaabbbbcdd", open)).toHaveLength(11);
      // Without "D", "e" gets the last slot of session 3.
      expect(grantedSessions("De", open)).toEqual([]);
      expect(grantedSessions("e", open)).toEqual(["e3"]);
    });
  });
}

/**
 * The order in which waiting requests get slots, until none may have one. A letter is a request of the account of this
 * letter: a capital letter an interactive snap, a small letter a background capture. `held` is the number of slots that
 * each account already has.
 */
function turnsOf(letters: string, held: Record<string, number>, slots: number): number[] {
  const waiting = [...letters].map((letter): WaitingRequest => {
    const accountId = letter.toUpperCase();
    return { accountId, priority: letter === accountId ? "interactive" : "background" };
  });
  const slotsOf = new Map(Object.entries(held));
  const served: number[] = [];
  const next = (rest: WaitingRequest[]) => nextTurn(rest, slotsOf, fairShare(rest, slots));
  for (let turn = next(waiting); turn; turn = next(turn.rest)) {
    const { accountId } = turn.next;
    slotsOf.set(accountId, (slotsOf.get(accountId) ?? 0) + 1);
    served.push(waiting.indexOf(turn.next));
  }
  return served;
}

const leaseRequest = (accountId: string, alone: boolean): LeaseRequest => ({
  accountId,
  alone,
  priority: "interactive",
  waitMs: 1_000,
  holdMs: 1_000,
});

const emptySessions = (...ids: string[]) => ids.map((id) => newSession(id, 0));

const LIMITS = { maxSessions: 3, slotsPerSession: 4 };

/** The sessions that requests get: `b2` is account b on session 2. A capital letter wants a session without others. */
function grantedSessions(letters: string, open = emptySessions("1", "2", "3")): string[] {
  const requests = [...letters].map((letter) =>
    leaseRequest(letter, letter === letter.toUpperCase()),
  );
  const { granted } = grantLeases(requests, open, LIMITS, 0);
  return granted.map(({ waiter, lease }) => waiter.accountId + lease.sessionId);
}
