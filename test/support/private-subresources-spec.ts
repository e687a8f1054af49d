import { beforeAll, describe, expect, test } from "vitest";
import type { BrowserPolicy } from "../../src/browser/state";
import { CaptureFailure } from "../../src/errors";
import { at } from "./pages";
import { type NamedCode, publicPage, SECRET } from "./private-server";
import { newRecord } from "./records";
import { amountOf } from "./shots";
import { CLOSED, OPEN, type Studio } from "./studio";

/** The URL of a page contains its HTML, and must have at most 8,192 characters. */
const PARTS_OF_PAGE = 8;

interface Group {
  first: string;
  parts: NamedCode[];
}

/** What holds for parts of a page that load something from the private server, under a host. */
export function privateSubresourcesSpec(studio: Studio, parts: NamedCode[], host: string): void {
  describe.concurrent.each(groupsOf(parts))("$first, and the next parts", (group) => {
    let closed: Awaited<ReturnType<typeof captureParts>>;
    let open: Awaited<ReturnType<typeof captureParts>>;
    beforeAll(async () => {
      [closed, open] = await Promise.all([
        captureParts(studio, group.parts, CLOSED, host),
        captureParts(studio, group.parts, OPEN, host),
      ]);
    });

    test("are captured without what they load", () => {
      expect(closed.outcome).not.toBeInstanceOf(CaptureFailure);
      expect(closed.secretPixels).toBe(0);
    });

    test("are captured with it where private addresses are open", () => {
      expect(open.outcome).not.toBeInstanceOf(CaptureFailure);
      expect(open.secretPixels).toBeGreaterThan(0);
    });

    test.each(group.parts)("do not reach it: %s", (name) => {
      expect(closed.reached).not.toContain(name);
    });

    test.each(group.parts)("reach it where private addresses are open: %s", (name) => {
      expect(open.reached).toContain(name);
    });
  });
}

function groupsOf(parts: NamedCode[]): Group[] {
  const count = Math.ceil(parts.length / PARTS_OF_PAGE);
  return Array.from({ length: count }, (_, n) => {
    const group = parts.slice(n * PARTS_OF_PAGE, (n + 1) * PARTS_OF_PAGE);
    return { first: group[0]?.[0] ?? "", parts: group };
  });
}

/** Captures one page with all these parts. */
async function captureParts(
  studio: Studio,
  parts: NamedCode[],
  policy: BrowserPolicy,
  host: string,
) {
  const record = newRecord();
  const html = parts.map(([name, part]) =>
    part((path) => at(host, record.as(encodeURIComponent(name), path))),
  );
  const conditions = { policy, timeoutMs: 20_000 };
  const size = { wait: 500, page_height: 2_000 };
  const outcome = await studio.outcome(publicPage(html.join("\n")), size, conditions);
  return {
    outcome,
    /** The names of the parts from which the private server received a request. */
    reached: await record.who(),
    secretPixels: outcome instanceof CaptureFailure ? 0 : await amountOf(SECRET, outcome.image),
  };
}
