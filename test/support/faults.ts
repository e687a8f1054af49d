import { env } from "cloudflare:workers";
import type { Env } from "../../src/env";

/** A queue that loses every message. */
export const LOSING_QUEUE = { send: async () => undefined } as unknown as Env["CAPTURES"];

/** A queue that keeps its messages for the test to look at. */
export function keepingQueue() {
  const sent: { body: unknown; delaySeconds?: number }[] = [];
  const send = async (body: unknown, options: object = {}) => {
    sent.push({ body, ...options });
  };
  return { sent, queue: { send } as unknown as Env["CAPTURES"] };
}

/** The database, once `meanwhile` is over that begins with the first statement matching `moment`. */
export function databaseWith(moment: RegExp, meanwhile: () => Promise<unknown>): D1Database {
  let begun: Promise<unknown> | undefined;
  const textOf = new WeakMap<object, string>();
  const before = async (text: string) => {
    if (moment.test(text)) await (begun ??= meanwhile());
  };

  function hooked(text: string, statement: D1PreparedStatement): D1PreparedStatement {
    const run =
      (name: "run" | "all" | "raw" | "first") =>
      async (...args: unknown[]) => {
        await before(text);
        return (statement[name] as (...args: unknown[]) => Promise<unknown>)(...args);
      };
    const own = {
      bind: (...values: unknown[]) => hooked(text, statement.bind(...values)),
      ...{ run: run("run"), all: run("all"), raw: run("raw"), first: run("first") },
    };
    textOf.set(own, text);
    plain.set(own, statement);
    return own as unknown as D1PreparedStatement;
  }

  const plain = new WeakMap<object, D1PreparedStatement>();
  return {
    prepare: (text: string) => hooked(text, env.DB.prepare(text)),
    batch: async (statements: D1PreparedStatement[]) => {
      for (const statement of statements) await before(textOf.get(statement) ?? "");
      return env.DB.batch(statements.map((statement) => plain.get(statement) ?? statement));
    },
  } as unknown as D1Database;
}

/** The database, which fails from the first statement matching `moment` on. */
export function failingDatabase(moment = /./s): D1Database {
  return databaseWith(moment, () => Promise.reject(new Error("D1 is out of order")));
}
