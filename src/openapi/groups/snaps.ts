import type { ErrorCode } from "../../errors";
import { snapLinks } from "../../schemas/answers";
import { snapParameters } from "../../schemas/snap";
import { ABOUT_THE_SHOT } from "../headers";
import type { Answer, Group } from "../operation";
import { SHOT } from "../samples";
import { bodies } from "../schemas";

const ANSWERS: Readonly<Record<number, Answer>> = {
  200: {
    description: "The image; with json=true, links to it.",
    types: ["image/jpeg", "image/png", "image/webp"],
    schema: snapLinks,
    example: {
      ...{ success: true, screenshot_configuration_id: "", ...SHOT },
      ...{ taken_at: "2021-04-18T04:21:08.000Z", cached: false },
    },
    headers: [...ABOUT_THE_SHOT, "X-Final-Url", "X-Ignored-Options"],
  },
  304: {
    description: "The image is the one that If-None-Match names.",
    headers: [...ABOUT_THE_SHOT, "X-Final-Url", "X-Ignored-Options"],
  },
};

const ERRORS: readonly ErrorCode[] = [
  "missing_or_invalid_url",
  "invalid_multi_step_actions",
  "usage_limit_exceeded",
  "billing_not_up_to_date",
  "screenshot_failed",
  "screenshot_not_found",
];

const EXAMPLE = { url: "https://en.wikipedia.org/wiki/Perseverance_(rover)" };

export const snaps: Group = {
  name: "Quick snaps",
  description:
    "A picture of a page at once. For 24 hours, or as long as `ttl` says, the same request is answered with the stored picture and costs nothing.",
  paths: {
    "/snap": {
      get: {
        id: "getSnap",
        summary: "Take a snap",
        description:
          "With a publishable key the request must be signed: `hash_key` binds the address alone, so that scripts, styles, headers, cookies, actions and a `ttl` under 60 are forbidden; `signature` binds the whole query string.",
        access: "either",
        input: snapParameters,
        example: EXAMPLE,
        answers: ANSWERS,
        errors: ERRORS,
      },
      post: {
        id: "postSnap",
        summary: "Take a snap, with the options in a body",
        access: "private",
        input: bodies.snap,
        example: EXAMPLE,
        answers: ANSWERS,
        errors: ERRORS,
      },
    },
  },
};
