import { z } from "zod";
import { boolean } from "./fields";

/** The parameters of an embed. Anything else than true shows the image: a page gets a picture, never an error. */
export const embedParameters = z.object({
  thumb: boolean({ description: "Show the thumbnail." }).default(false).catch(false),
});
