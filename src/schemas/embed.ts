import { z } from "zod";
import { boolean } from "./fields";

/** The parameters of an embed. A wrong value shows the image: a page that embeds it gets a picture, not an error. */
export const embedParameters = z.object({
  thumb: boolean({ description: "Show the thumbnail." }).default(false).catch(false),
});
