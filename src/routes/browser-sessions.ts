import { openSessions } from "../browser/sessions/session";
import type { RequestContext } from "../http/app-env";
import { requireAdmin } from "../http/auth";

/** `GET /admin/browser_sessions`: the browsers that are open now. */
export async function getBrowserSessions(c: RequestContext): Promise<Response> {
  await requireAdmin(c);
  const sessions = await openSessions(c.env.BROWSER);
  return c.json({
    success: true,
    sessions: sessions.map(({ id, startedAt }) => ({ id, started_at: String(startedAt) })),
  });
}
