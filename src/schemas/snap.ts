import { boolean, integer, text } from "./fields";
import { captureOptions } from "./options";

const SECONDS_OF_A_DAY = 86_400;

/** The parameters of a snap: the options of a capture, and how to answer. */
export const snapParameters = captureOptions
  .safeExtend({
    ttl: integer(0, 31_536_000, {
      description: "Seconds for which a stored picture is used; 0 always captures.",
    }).default(SECONDS_OF_A_DAY),
    hash_key: text(128, {
      description: "With a publishable key: hex HMAC-SHA1 of url, keyed with the secret token.",
    }).optional(),
    expires: integer(0, 1e11, {
      description: "Unix seconds after which the signature is not valid.",
      accepted: "a Unix timestamp in seconds",
    }).optional(),
    json: boolean({ description: "Answer with links instead of the image." }).default(false),
    // Last, as in the address: forms are generated in this order.
    signature: text(128, {
      description:
        "With a publishable key, as the last parameter: hex HMAC-SHA256 of the query string before it, keyed with the secret token.",
    }).optional(),
  })
  .superRefine(({ multi_step_actions }, ctx) => {
    if (!multi_step_actions?.some(({ type }) => type === "change")) return;
    const message =
      "a snap has nothing to compare with: watch changes with a screenshot configuration";
    ctx.addIssue({ code: "custom", path: ["multi_step_actions"], message });
  });
