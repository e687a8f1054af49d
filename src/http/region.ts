import type { RequestContext } from "./app-env";

/** The continent that a request comes from, such as `EU`. Its captures use browsers there. */
export function regionOf(c: RequestContext): string {
  const { continent } = (c.req.raw.cf ?? {}) as { continent?: string };
  return continent ?? "any";
}
