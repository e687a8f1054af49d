import { limitsOf } from "../domain/limits";
import type { RequestContext } from "../http/app-env";
import { authenticatePrivate } from "../http/auth";
import { readParameters } from "../http/parameters";

/** `GET /account_limits`: the allotment, what is used of it, and when it is renewed. */
export async function getLimits(c: RequestContext): Promise<Response> {
  const account = await authenticatePrivate(c, await readParameters(c.req.raw));
  const { monthlyScreenshots, used, resetsAt } = await limitsOf(c.get("ctx"), account);
  return c.json({
    success: true,
    monthly_screenshots: monthlyScreenshots,
    used,
    remaining: Math.max(monthlyScreenshots - used, 0),
    resets_at: String(resetsAt),
    requests_per_minute: REQUESTS_PER_MINUTE,
  });
}

/** As in wrangler.toml, whose limiter counts in each of Cloudflare's locations by itself. */
const REQUESTS_PER_MINUTE = 1_200;
