import { expect } from "vitest";
import { call, newAccount, pixels, site } from "./api";
import { page } from "./pages";

export const RED = [255, 0, 0];
export const GREEN = [0, 255, 0];
export const BLUE = [0, 0, 255];

/** Size of the window. */
export const WINDOW = { page_width: 800, page_height: 500 };
/** A point in the swatch: red at first, green once the page is marked as done. */
export const SWATCH: [number, number] = [50, 450];

type Action = Record<string, unknown>;

/** Captures the form page, or another one, after some actions. */
export async function snapAfter(actions: Action[], path = "/actions/form"): Promise<Response> {
  const { key } = await newAccount();
  const url = `${site}${path}`;
  return call("/snap", {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify({ url, ...WINDOW, image_format: "png", multi_step_actions: actions }),
  });
}

/** The colour of the swatch after some actions. */
export async function swatchAfter(actions: Action[], path?: string): Promise<number[][]> {
  const response = await snapAfter(actions, path);
  expect(response.status, response.ok ? "" : await response.clone().text()).toBe(200);
  return (await pixels(response, [SWATCH])).colours;
}

/** Path of a page with this HTML, whose body is red, and green once it is marked as done. */
export function plain(html: string): string {
  return page(
    `<body style="margin: 0; background: #f00"><style>.done { background: #0f0 !important }</style>${html}`,
  );
}

/** JavaScript that marks the page as done. */
export const DONE = "document.body.classList.add('done')";

/** An action that marks the page as done if the condition holds. */
export function greenIf(condition: string): Action {
  return { type: "javascript", value: `if (${condition}) document.body.classList.add("done")` };
}
