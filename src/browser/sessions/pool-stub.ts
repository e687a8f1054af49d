import type { Env } from "../../env";
import type { BrowserPoolObject } from "./pool-protocol";

/** The pool of a region. For a continent (`EU`, `NA`, …) it runs there, else near the first caller. */
export function poolOf(
  { BROWSER_POOL }: Pick<Env, "BROWSER_POOL">,
  region: string,
): DurableObjectStub<BrowserPoolObject> {
  const locationHint = LOCATION_HINTS[region];
  return BROWSER_POOL.getByName(region, locationHint && { locationHint });
}

/** https://developers.cloudflare.com/durable-objects/reference/data-location/#supported-locations */
const LOCATION_HINTS: Record<string, DurableObjectLocationHint | undefined> = {
  AF: "afr",
  AS: "apac",
  EU: "weur",
  NA: "enam",
  OC: "oc",
  SA: "sam",
};
