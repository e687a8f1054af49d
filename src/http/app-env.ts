import type { Context as HonoContext } from "hono";
import type { Context } from "../context";
import type { Env } from "../env";

/** What every handler finds in Hono's context. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    ctx: Context;
    requestId: string;
    /** Who is asking, once that is known. */
    accountId?: string;
    /** An error's code or reason, for the log. */
    outcome?: string;
  };
}

/** Hono's context in this app. */
export type RequestContext = HonoContext<AppEnv>;
