import { expect } from "vitest";
import { call, newAccount, pixels, site, withQuery } from "./api";

export const RED = [255, 0, 0];
export const GREEN = [0, 255, 0];
export const BLUE = [0, 0, 255];
export const WHITE = [255, 255, 255];

type Options = Record<string, unknown>;
type Point = [x: number, y: number];

/** A small window, so that a capture is quick. PNG keeps the colours. */
const SMALL = { page_width: 400, page_height: 300, image_format: "png" };
const MIDDLE: Point = [200, 150];

/** Takes snaps of small windows, with a new account. */
export async function newCamera() {
  const { key } = await newAccount();

  /** The answer to a snap of a path of the test site, or of any address. */
  async function take(address: string, options: Options = {}): Promise<Response> {
    const url = new URL(address, site).href;
    const body = JSON.stringify({ ...SMALL, ...options, url });
    const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
    return call("/snap", { method: "POST", headers, body });
  }

  return {
    key,
    take,
    /** Size and colours of a snap. Without points: the colour in the middle. */
    async see(address: string, options: Options = {}, points: Point[] = [MIDDLE]) {
      const response = await take(address, options);
      expect(response.status, response.ok ? "" : await response.clone().text()).toBe(200);
      return pixels(response, points);
    },
    /** The error of a snap. */
    async failure(address: string, options: Options = {}) {
      const response = await take(address, options);
      return response.json<{ error_code: string; reason: string; note: string }>();
    },
    /** The job of a snap. */
    async jobOf(answer: Response) {
      const path = `/jobs/${answer.headers.get("X-Job-Id")}`;
      const job = await call(withQuery(path, { access_token: key }));
      // biome-ignore lint/suspicious/noExplicitAny: tests look into it
      return job.json<any>();
    },
  };
}

/** How many pixels of an image have a colour, such as `ff00ff`. */
export async function amountOf(colour: string, image: Uint8Array): Promise<number> {
  const counted = await fetch(`${site}/amount/${colour}`, { method: "POST", body: image });
  return Number(await counted.text());
}
