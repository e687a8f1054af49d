import { z } from "zod";
import { boolean, integer, text } from "./fields";

const accountFields = {
  name: text(200, { description: "Whose account it is.", accepted: "text of 1 to 200 bytes" })
    .refine((name) => name.trim() !== "")
    .meta({ accepted: "text of 1 to 200 bytes" }),
  monthly_screenshots: integer(0, 1_000_000_000, {
    description: "Captures a calendar month (UTC).",
  }),
  billing_up_to_date: boolean({ description: "false refuses new captures." }),
} as const;

/** The parameters of a new account. */
export const newAccount = z.object({
  ...accountFields,
  billing_up_to_date: accountFields.billing_up_to_date.default(true),
});

/** The parameters that change an account: any of its fields. */
export const accountChanges = z.object(accountFields).partial();
