import { z } from "zod";
import { credentialFields } from "../schemas/credentials";

/** The body of a request that says nothing but who sends it. */
export const credentials = z.object(credentialFields);

/** The fields of an input, and the key. */
export function withKey(input: z.ZodObject): z.ZodObject {
  return z.object({ ...input.shape, ...credentialFields });
}
