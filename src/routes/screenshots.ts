import type { RequestContext } from "../http/app-env";
import { authenticatePrivate } from "../http/auth";
import { PAGING_NAMES, readPaging } from "../http/paging";
import { readParameters } from "../http/parameters";
import { listScreenshots } from "../store/screenshots";
import { accountShotOf } from "./serializers";

/** `GET /screenshots`: every finished screenshot of the account, snaps included. */
export async function listAccountScreenshots(c: RequestContext): Promise<Response> {
  const ctx = c.get("ctx");
  const parameters = await readParameters(c.req.raw);
  const { id } = await authenticatePrivate(c, parameters, PAGING_NAMES);
  const shots = await listScreenshots(ctx.env, { accountId: id }, readPaging(parameters));
  return c.json({ success: true, screenshots: shots.map((shot) => accountShotOf(ctx, shot)) });
}
