import { limitsShown } from "../../schemas/answers";
import type { Group } from "../operation";

export const account: Group = {
  name: "Account",
  description: "What an account may have.",
  paths: {
    "/account_limits": {
      get: {
        id: "getLimits",
        summary: "Get the limits of the account",
        access: "private",
        answers: {
          200: {
            description: "The allotment of this month, and what is left of it.",
            schema: limitsShown,
            example: {
              ...{ success: true, monthly_screenshots: 1000, used: 120, remaining: 880 },
              ...{ resets_at: "1656633600000", requests_per_minute: 1200 },
            },
          },
        },
      },
    },
  },
};
