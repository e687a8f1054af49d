import { z } from "zod";
import { text } from "./fields";

/** Where a sample webhook goes. */
export const sampleParameters = z.object({
  url: text(8_192, {
    description: "The receiver.",
    accepted: "an absolute http or https URL of at most 8192 characters",
  }),
});

/** Every parameter of a sample. */
export const SAMPLE_NAMES: ReadonlySet<string> = new Set(Object.keys(sampleParameters.shape));
