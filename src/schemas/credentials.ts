import { text } from "./fields";

/** Parameters that carry a credential. */
export const credentialFields = {
  access_token: text(512, {
    description: "The API key; or the header Authorization: Bearer.",
  }).optional(),
} as const;
