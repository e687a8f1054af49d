import { z } from "zod";
import { choice } from "./fields";

/** The pages that `/smoke-page` can show. */
const SMOKE_PAGE_KINDS = ["colours", "tall", "noise", "cookie", "time"] as const;

export type SmokePageKind = (typeof SMOKE_PAGE_KINDS)[number];

/** The parameters of the smoke page. */
export const smokePageParameters = z.object({
  kind: choice(SMOKE_PAGE_KINDS, {
    description:
      "colours: four quarters; tall: 20 bands of 1,000 pixels; noise: a picture that does not compress; cookie: the colour whose number the cookie `smoke` holds; time: the Unix milliseconds.",
  }).default("colours"),
});
