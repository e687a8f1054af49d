import { ABOUT_THE_SHOT } from "../headers";
import { embedParameters } from "../inputs";
import type { Group } from "../operation";

const IMAGES = ["image/jpeg", "image/png", "image/webp"];
const KNOWN = "The image is the one that If-None-Match names.";

export const images: Group = {
  name: "Images",
  description: "Addresses to show on a page; they need no key.",
  paths: {
    "/app/screenshots/{id}/embed": {
      get: {
        id: "getEmbed",
        summary: "Show the newest screenshot of a configuration",
        access: "everybody",
        input: embedParameters,
        answers: {
          200: { description: "The newest picture.", types: IMAGES, headers: ABOUT_THE_SHOT },
          302: {
            description: "There is no picture yet: to the placeholder.",
            headers: ["Location", "Cache-Control"],
          },
          304: { description: KNOWN, headers: ABOUT_THE_SHOT },
        },
        errors: ["screenshot_configuration_not_found"],
      },
    },
    "/images/{folder}/{file}": {
      get: {
        id: "getImage",
        summary: "Show a stored image or thumbnail",
        access: "everybody",
        answers: {
          200: { description: "The image.", types: IMAGES, headers: ABOUT_THE_SHOT },
          304: { description: KNOWN, headers: ABOUT_THE_SHOT },
        },
        errors: ["not_found"],
      },
    },
    "/placeholder.png": {
      get: {
        id: "getPlaceholder",
        summary: "Show the placeholder",
        description:
          "What an embed shows before its first picture, unless `placeholder_url` says otherwise.",
        access: "everybody",
        answers: {
          200: { description: "A camera.", types: ["image/png"], headers: ["Cache-Control"] },
        },
      },
    },
  },
};
