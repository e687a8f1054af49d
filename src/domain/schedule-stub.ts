import type { Context } from "../context";

/** The object that keeps a configuration's alarm and lock. */
export function scheduleOf({ env }: Context, configurationId: string) {
  return env.SCHEDULE.getByName(configurationId);
}
