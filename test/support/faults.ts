import { env } from "cloudflare:workers";
import type { Env } from "../../src/env";

/** A queue that loses every message. */
export const LOSING_QUEUE = { send: async () => undefined } as unknown as Env["CAPTURES"];

/** A queue that accepts no message. */
export const FAILING_QUEUE = {
  ...LOSING_QUEUE,
  send: () => Promise.reject(new Error("the queue is out of order")),
} as unknown as Env["CAPTURES"];

/** A queue that keeps its messages for the test. */
export function keepingQueue() {
  const sent: { body: unknown; delaySeconds?: number }[] = [];
  const send = async (body: unknown, options: object = {}) => {
    sent.push({ body, ...options });
  };
  const sendBatch = async (messages: { body: unknown }[]) => {
    sent.push(...messages);
  };
  return { sent, queue: { send, sendBatch } as unknown as Env["CAPTURES"] };
}

/** The database. Before the nth statement that matches, it runs `meanwhile`. */
export function databaseWith(
  pattern: RegExp,
  meanwhile: () => Promise<unknown>,
  nth = 1,
): D1Database {
  const watchedBy = new WeakMap<object, { text: string; real: D1PreparedStatement }>();
  let happening: Promise<unknown> | undefined;
  let matches = 0;

  async function reach(text: string): Promise<void> {
    if (!pattern.test(text)) return;
    matches += 1;
    if (matches < nth) return;
    happening ??= meanwhile();
    await happening;
  }

  function watched(text: string, real: D1PreparedStatement): D1PreparedStatement {
    const statement = new Proxy(real, {
      get: (_, name) => {
        const method = Reflect.get(real, name);
        if (name === "bind") return (...values: unknown[]) => watched(text, real.bind(...values));
        return async (...args: unknown[]) => {
          await reach(text);
          return Reflect.apply(method, real, args);
        };
      },
    });
    watchedBy.set(statement, { text, real });
    return statement;
  }

  async function batch(statements: D1PreparedStatement[]): Promise<D1Result[]> {
    const known = statements.map((statement) => watchedBy.get(statement));
    for (const one of known) await reach(one?.text ?? "");
    return env.DB.batch(statements.map((statement, n) => known[n]?.real ?? statement));
  }

  const prepare = (text: string) => watched(text, env.DB.prepare(text));
  return { prepare, batch } as unknown as D1Database;
}

/** The database, where every statement that matches fails, from the nth on. */
export function failingDatabase(pattern = /./s, nth = 1): D1Database {
  return databaseWith(pattern, () => Promise.reject(new Error("D1 is out of order")), nth);
}

/** The bucket, some of whose methods are replaced. */
export function bucketWith(methods: Partial<R2Bucket>): R2Bucket {
  return new Proxy(env.BUCKET, {
    get: (bucket, name) => {
      const method = Reflect.get(methods, name) ?? Reflect.get(bucket, name);
      return typeof method === "function" ? method.bind(bucket) : method;
    },
  });
}
