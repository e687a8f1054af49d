import { checkHealth } from "../domain/health";
import type { RequestContext } from "../http/app-env";

/** `GET /healthz`: 200 when database, bucket and browser binding answer and the secrets can be used, else 503; each by name. */
export async function getHealth(c: RequestContext): Promise<Response> {
  const checks = await checkHealth(c.env);
  const success = Object.values(checks).every((answer) => answer === "ok");
  if (success) return c.json({ success, checks });
  return c.json(
    {
      ...{ success, error_code: "unexpected_error", checks },
      ...{ note: "A part of the service does not answer.", request_id: c.get("requestId") },
    },
    503,
  );
}
