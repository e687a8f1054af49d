import { limitsOf } from "../domain/limits";
import { operation, type Resource } from "../openapi/operation";
import { limitsShown } from "../schemas/answers";

/** As in wrangler.toml. Each of Cloudflare's locations counts for itself. */
const REQUESTS_PER_MINUTE = 1_200;

export const account: Resource = {
  name: "Account",
  description: "The limits of an account.",
  operations: [
    operation({
      id: "getLimits",
      method: "get",
      path: "/account_limits",
      access: "private",
      summary: "Get the limits of the account",
      answers: {
        200: {
          description: "The screenshots of this month: allowed, used and left.",
          schema: limitsShown,
          example: {
            success: true,
            monthly_screenshots: 1000,
            used: 120,
            remaining: 880,
            resets_at: "1656633600000",
            requests_per_minute: 1200,
          },
        },
      },
      handler: async ({ ctx, account }) => {
        const { monthlyScreenshots, used, resetsAt } = await limitsOf(ctx, account);
        return {
          success: true,
          monthly_screenshots: monthlyScreenshots,
          used,
          remaining: Math.max(monthlyScreenshots - used, 0),
          resets_at: String(resetsAt),
          requests_per_minute: REQUESTS_PER_MINUTE,
        };
      },
    }),
  ],
};
