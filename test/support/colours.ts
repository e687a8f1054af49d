import { expect } from "vitest";

/** Colours after lossy compression: each channel within 3 of 255. */
export function expectColours(actual: number[][], expected: number[][]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [point, colour] of expected.entries()) {
    for (const [channel, value] of colour.entries()) {
      const seen = actual[point]?.[channel] ?? Number.NaN;
      expect(Math.abs(seen - value), `point ${point}: ${actual[point]} is not ${colour}`).lessThan(
        4,
      );
    }
  }
}
