import type { Context as HonoContext } from "hono";
import type { Context } from "../context";
import type { Env } from "../env";

/** What every handler finds in Hono's context. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    ctx: Context;
    requestId: string;
    /** The account of the key, after authentication. */
    accountId?: string;
    /** For the log: the code of an error, or the reason of a failed capture. */
    outcome?: string;
  };
}

/** Hono's context in this app. */
export type RequestContext = HonoContext<AppEnv>;
