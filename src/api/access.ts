import type { RequestContext } from "../http/app-env";
import { authenticate, requireAdmin, requirePrivate } from "../http/auth";
import { given, ignoredHeader, readParameters } from "../http/parameters";
import { settled } from "../lib/settled";
import type { Access, Opened, Operation } from "../openapi/operation";

/** Refuses every request that an operation's access does not allow. Returns what it read on the way. */
export type Open = (c: RequestContext, operation: Operation) => Promise<Opened>;

/** How an operation is opened. Throws when it declares no access, as the types do: it is never served unguarded. */
export function openerOf({ id, access }: Operation): Open {
  const open = OPENERS[access];
  if (!open) throw new Error(`The operation ${id} declares no access.`);
  return open;
}

const OPENERS: Readonly<Record<Access, Open>> = {
  public: async (c) => ({ parameters: c.req.query() }),
  private: openWithKey,
  publishable: openWithKey,
  admin: openToAdmin,
};

/** Authenticates the key of a request. The answer, also an error, names the parameters that the operation does not know. */
async function openWithKey(c: RequestContext, operation: Operation): Promise<Opened> {
  const { access, input, prepare } = operation;
  const parameters = await readParameters(c.req.raw);
  const prepared = prepare && (await settled(() => prepare(c.get("ctx"), given(parameters))));
  const caller = await authenticate(c, parameters, prepared?.value?.snapKey);
  if (access === "private") requirePrivate(caller);
  const known = new Set(Object.keys(input?.shape ?? {}));
  for (const [name, value] of Object.entries(ignoredHeader(given(parameters), known))) {
    // Headers of `c.res` are added to every answer, also to a response that the handler makes itself.
    c.res.headers.set(name, value);
  }
  return { parameters, caller, account: caller.account, ...(prepared && { prepared }) };
}

/** Authenticates the operator, and only then reads what was sent. */
async function openToAdmin(c: RequestContext, { input }: Operation): Promise<Opened> {
  await requireAdmin(c);
  return { parameters: input ? await readParameters(c.req.raw) : {} };
}
