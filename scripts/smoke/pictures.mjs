import sharp from "sharp";
import { expect } from "./outcome.mjs";

/** Decodes a picture. Returns its size, and a function that returns the colour of a pixel as `rrggbb`. */
export async function readPicture(bytes) {
  const image = sharp(bytes).removeAlpha().raw();
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  const colourAt = (x, y) => {
    const at = (y * info.width + x) * info.channels;
    return data.subarray(at, at + 3).toString("hex");
  };
  return { width: info.width, height: info.height, colourAt };
}

/** Expects the size of a picture and the colours of pixels, each as [x, y, colour]. */
export async function expectPixels(bytes, width, height, pixels) {
  const picture = await readPicture(bytes);
  const size = `${picture.width} × ${picture.height}`;
  expect(size === `${width} × ${height}`, `it has ${size} pixels, not ${width} × ${height}`);
  for (const [x, y, colour] of pixels) {
    const found = picture.colourAt(x, y);
    expect(found === colour, `pixel ${x}, ${y} is #${found}, not #${colour}`);
  }
}

/** A pixel of each quarter of the smoke page `colours`. */
export function colourPagePixels(width, height) {
  const [left, right, top, bottom] = [width / 4, (width * 3) / 4, height / 4, (height * 3) / 4];
  return [
    [left, top, "ff0000"],
    [right, top, "00ff00"],
    [left, bottom, "0000ff"],
    [right, bottom, "ffff00"],
  ];
}
