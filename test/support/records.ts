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

/** A record in which the test site keeps the requests whose URL has its name. */
export function newRecord() {
  const name = crypto.randomUUID();
  return {
    /** A URL whose requests are kept under the name `who`. */
    as: (who: string, address: string): string =>
      `${address}${address.includes("?") ? "&" : "?"}log=${name}&who=${who}`,
    /** Every request so far. */
    async all(): Promise<Received[]> {
      return (await fetch(`${site}/logged/${name}`)).json();
    },
    /** The newest request of a name. */
    async of(who: string): Promise<Received | undefined> {
      return (await this.all()).findLast((received) => received.query["who"] === who);
    },
    /** The names of all requests, unique and sorted. */
    async who(): Promise<string[]> {
      return [...new Set((await this.all()).map(({ query }) => query["who"] ?? ""))].sort();
    },
  };
}
