import { recentHealth, remoteAddressCheck } from "../domain/health";
import type { RequestContext } from "../http/app-env";
import { limitHealthChecks } from "../http/rate-limit";
import { regionOf } from "../http/region";

/** `GET /healthz`: 200 when database, bucket and browser binding answer and the secrets can be used, else 503; each by name. */
export async function getHealth(c: RequestContext): Promise<Response> {
  await limitHealthChecks(c);
  const [checks, remote_address] = await Promise.all([
    recentHealth(c.get("ctx")),
    remoteAddressCheck(c.env, regionOf(c)),
  ]);
  const success = Object.values(checks).every((answer) => answer === "ok");
  if (success) return c.json({ success, checks, remote_address });
  return c.json(
    {
      ...{ success, error_code: "unexpected_error", checks, remote_address },
      ...{ note: "A part of the service does not answer.", request_id: c.get("requestId") },
    },
    503,
  );
}
