/** The image, its thumbnail, and the image's size in pixels. */
export interface Picture {
  image: Uint8Array;
  thumbnail: Uint8Array;
  width: number;
  height: number;
}

/** A part of the page in CSS pixels, from the page's top left corner. */
export interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}
