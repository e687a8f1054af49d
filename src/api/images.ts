import { PLACEHOLDER_PNG } from "../http/placeholder";
import { operation, type Resource } from "../openapi/operation";
import { ABOUT_THE_SHOT } from "../openapi/response-headers";
import { embedParameters } from "../schemas/embed";
import { newestPicture } from "./embed";
import { storedImage } from "./stored-image";

const IMAGES = ["image/jpeg", "image/png", "image/webp"];
const KNOWN = "The image is the one that If-None-Match names.";

export const images: Resource = {
  name: "Images",
  description: "Images for web pages. They need no key.",
  operations: [
    operation({
      id: "getEmbed",
      method: "get",
      path: "/app/screenshots/:id/embed",
      access: "public",
      summary: "Show the newest screenshot of a configuration",
      input: embedParameters,
      answers: {
        200: { description: "The newest picture.", types: IMAGES, headers: ABOUT_THE_SHOT },
        302: {
          description: "There is no picture yet. Redirects to the placeholder.",
          headers: ["Location", "Cache-Control"],
        },
        304: { description: KNOWN, headers: ABOUT_THE_SHOT },
      },
      errors: ["screenshot_configuration_not_found"],
      handler: ({ c, ctx, params, input }) =>
        newestPicture(ctx, c.req.raw, { id: params.id, thumb: input.thumb }),
    }),
    operation({
      id: "getImage",
      method: "get",
      path: "/images/:folder/:file",
      access: "public",
      summary: "Show a stored image or thumbnail",
      answers: {
        200: { description: "The image.", types: IMAGES, headers: ABOUT_THE_SHOT },
        304: { description: KNOWN, headers: ABOUT_THE_SHOT },
      },
      errors: ["not_found"],
      handler: ({ c, ctx, params }) => storedImage(ctx, c.req.raw, params),
    }),
    operation({
      id: "getPlaceholder",
      method: "get",
      path: "/placeholder.png",
      access: "public",
      summary: "Show the placeholder",
      description:
        "An embed without pictures shows it, unless the configuration has a `placeholder_url`.",
      answers: {
        200: { description: "The placeholder.", types: ["image/png"], headers: ["Cache-Control"] },
      },
      handler: () =>
        new Response(PLACEHOLDER_PNG, {
          headers: { "Content-Type": "image/png", "Cache-Control": "public, max-age=86400" },
        }),
    }),
  ],
};
