import { site } from "./api";

/** A request as the test site received it. */
export interface Received {
  method: string;
  path: string;
  host: string;
  headers: Record<string, string>;
  /** Its parameters: `?who=…` tells requests of one record apart. */
  query: Record<string, string>;
}

/** A record of the test site: it keeps the requests to addresses that are made by `as`. */
export function newRecord() {
  const name = crypto.randomUUID();
  return {
    /** An address whose requests are kept under the name `who`. */
    as: (who: string, address: string): string =>
      `${address}${address.includes("?") ? "&" : "?"}log=${name}&who=${who}`,
    /** Every request so far. */
    async all(): Promise<Received[]> {
      return (await fetch(`${site}/logged/${name}`)).json();
    },
    /** The newest request under a name. */
    async of(who: string): Promise<Received | undefined> {
      return (await this.all()).findLast((received) => received.query["who"] === who);
    },
    /** The names that were received, each once, in alphabetical order. */
    async who(): Promise<string[]> {
      return [...new Set((await this.all()).map(({ query }) => query["who"] ?? ""))].sort();
    },
  };
}
