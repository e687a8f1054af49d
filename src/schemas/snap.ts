import { boolean, integer, text } from "./fields";
import { captureOptions } from "./options";

const SECONDS_OF_A_DAY = 86_400;

/** Parameters that carry a credential. */
export const credentialFields = {
  access_token: text(512, {
    description: "The API key; or the header Authorization: Bearer.",
  }).optional(),
} as const;

/** The parameters of a snap: options, and how to answer. */
export const snapParameters = captureOptions.safeExtend({
  ttl: integer(0, 31_536_000, {
    description: "Seconds for which a stored picture answers; 0 always captures.",
  }).default(SECONDS_OF_A_DAY),
  json: boolean({ description: "Answer with links instead of the image." }).default(false),
});

/** Names that a snap knows; others are ignored and reported. */
export const SNAP_NAMES: ReadonlySet<string> = new Set([
  ...Object.keys(snapParameters.shape),
  ...Object.keys(credentialFields),
]);
