import type { ImageFormat } from "../../schemas/options";

/** The image, its thumbnail, and the image's size in pixels. */
export interface Picture {
  image: Uint8Array;
  thumbnail: Uint8Array;
  width: number;
  height: number;
}

/** A part of the page in CSS pixels, from the page's top left corner. */
export interface Clip {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How a clip becomes an image. `zoom` is the scale relative to the image that the user asked for. */
export interface ImageSettings {
  format: ImageFormat;
  /** 1–100; ignored for png. */
  quality: number;
  zoom: number;
}
