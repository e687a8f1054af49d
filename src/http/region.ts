import type { RequestContext } from "./app-env";

/** The continent a request comes from, such as `EU`; browsers near it serve it. */
export function regionOf(c: RequestContext): string {
  const { continent } = (c.req.raw.cf ?? {}) as { continent?: string };
  return continent ?? "any";
}
