import { and, eq, isNotNull } from "drizzle-orm";
import type { Env } from "../env";
import { database } from "./db";
import type { EndpointRow } from "./rows";
import { endpoints } from "./tables/deliveries";

/** What is on record about a receiver; undefined when nothing speaks against it. */
export async function findEndpoint(
  env: Env,
  configurationId: string,
  url: string,
): Promise<EndpointRow | undefined> {
  return database(env)
    .select()
    .from(endpoints)
    .where(and(eq(endpoints.configurationId, configurationId), eq(endpoints.url, url)))
    .get();
}

/** Receivers of a configuration that are no longer called. */
export async function listPausedEndpoints(
  env: Env,
  configurationId: string,
): Promise<EndpointRow[]> {
  return database(env)
    .select()
    .from(endpoints)
    .where(and(eq(endpoints.configurationId, configurationId), isNotNull(endpoints.pausedAt)));
}
