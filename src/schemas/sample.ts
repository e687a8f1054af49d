import { z } from "zod";
import { text } from "./fields";

/** The parameters of a sample webhook. */
export const sampleParameters = z.object({
  url: text(8_192, {
    description: "The receiver.",
    accepted: "an absolute http or https URL of at most 8192 characters",
  }),
});
