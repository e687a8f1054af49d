import type { RequestContext } from "../http/app-env";
import { authenticate, requireAdmin, requirePrivate } from "../http/auth";
import { given, ignoredHeader, readParameters } from "../http/parameters";
import { settled } from "../lib/settled";
import type { Access, Opened, Operation } from "../openapi/operation";

/** Throws unless the operation's access allows the request. Returns what it read for that. */
export type Open = (c: RequestContext, operation: Operation) => Promise<Opened>;

/** The access check of an operation. Throws when it declares none, so that no operation is served unchecked. */
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

/** Authenticates the key of a request. The answer, also that of a later error, names the unknown parameters. */
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

/** Authenticates the operator before it reads the parameters. */
async function openToAdmin(c: RequestContext, { input }: Operation): Promise<Opened> {
  await requireAdmin(c);
  return { parameters: input ? await readParameters(c.req.raw) : {} };
}
