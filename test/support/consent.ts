import { pixels } from "./api";

declare module "vitest" {
  interface TaskMeta {
    /** For the table in docs/cookie-banners.md. */
    cookieBanner?: { page: string; before: Shares; after: Shares };
  }
}

/** The colours of the pages in test/pages/consent. */
const PAGE = [0, 192, 0];
const BANNER = [255, 0, 255];

/** The shares of the window that have the colour of the page and of the banner, in percent. */
export interface Shares {
  page: number;
  banner: number;
}

/** The options of every capture of these pages. */
export const WINDOW = { page_width: 800, page_height: 600, image_format: "png" };

/** Reads every 25th pixel of a picture of the window. */
export async function sharesOf(picture: Uint8Array): Promise<Shares> {
  const { colours } = await pixels(picture, GRID);
  const percent = ([r = 0, g = 0, b = 0]: number[]) => {
    const near = (colour: number[]) =>
      Math.max(...[r, g, b].map((value, n) => Math.abs(value - (colour[n] ?? 0)))) < 3;
    return Math.round((100 * colours.filter(near).length) / GRID.length);
  };
  return { page: percent(PAGE), banner: percent(BANNER) };
}

const GRID = Array.from({ length: 24 * 32 }, (_, n): [number, number] => [
  5 + 25 * (n % 32),
  5 + 25 * Math.floor(n / 32),
]);
