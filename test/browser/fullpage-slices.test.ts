import { afterAll, describe, expect, test } from "vitest";
import { pixels } from "../support/api";
import { expectColours } from "../support/colours";
import { box, captureFullPage, type Point, standards } from "../support/fullpage";
import { amountOf, BLUE, RED } from "../support/shots";
import { newStudio } from "../support/studio";

const studio = await newStudio();
afterAll(studio.close);

describe.concurrent("a page that is longer than a texture has each band once and in order", () => {
  const bands = (count: number) => Array.from({ length: count }, (_, n) => n);
  const colourOf = (n: number) => [(n * 37) % 256, (n * 59) % 256, n];

  test.each([
    [9_000, 2],
    [18_000, 1],
  ])("%i px at scale_factor %i", async (height, scale_factor) => {
    const shown = bands(height / 500);
    const points = shown.flatMap((n): Point[] => [
      [5, n * 500 * scale_factor + 8],
      [399, (n + 1) * 500 * scale_factor - 8],
    ]);
    const image = await captureFullPage(studio, `/bands?height=${height}`, points, {
      scale_factor,
    });
    expect(image).toMatchObject({ width: 400 * scale_factor, height: height * scale_factor });
    expect(image.colours).toEqual(shown.map(colourOf).flatMap((colour) => [colour, colour]));
  });

  test("in the thumbnail", async () => {
    const options = { fullpage: true, thumb_width: 400 };
    const { thumbnail } = await studio.take("/bands?height=10000", options);
    const shown = bands(20);
    const image = await pixels(
      new Response(thumbnail),
      shown.map((n): Point => [200, n * 500 + 250]),
    );
    expect(image).toMatchObject({ width: 400, height: 10_000 });
    expectColours(image.colours, shown.map(colourOf));
  });

  test("in a thumbnail whose height is not a whole number of pixels", async () => {
    const options = { fullpage: true, page_width: 360, thumb_width: 275, page_height: 100 };
    const { thumbnail } = await studio.take(standards(box(20_000, "red")), options);
    const { width, height } = await pixels(new Response(thumbnail), []);
    expect([width, height]).toEqual([275, 15_278]);
    expect(await amountOf("ff0000", thumbnail)).toBe(width * height);
  });

  test("with a fixed header only at the top", async () => {
    const html = `<header style="position: fixed; top: 0; width: 100%; height: 50px;
      background: red"></header>${box(20_000, "blue")}`;
    const seams = [5_000, 8_197, 10_000, 16_389, 19_975];
    const points = [25, ...seams].map((y): Point => [200, y]);
    const { colours } = await captureFullPage(studio, standards(html), points);
    expect(colours).toEqual([RED, ...seams.map(() => BLUE)]);
  });
});
