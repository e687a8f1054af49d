import { pixels } from "./api";
import { page } from "./pages";
import type { Studio } from "./studio";

export type Point = [x: number, y: number];

/** Captures the full page in a window of 400 × 300, and reads the colours at these points. */
export async function captureFullPage(
  studio: Studio,
  address: string,
  points: Point[],
  options = {},
) {
  const { image } = await studio.take(address, { fullpage: true, ...options });
  return pixels(new Response(image), points);
}

/** The path of a page in standards mode, without a margin. */
export const standards = (html: string) => page(`<!doctype html><body style="margin: 0">${html}`);

export const box = (height: number | string, colour: string) =>
  `<div style="height: ${typeof height === "number" ? `${height}px` : height}; background: ${colour}"></div>`;
