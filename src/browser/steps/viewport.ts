import type { CaptureState } from "../state";

/** Gives the window the size of the options. */
export async function setViewport(state: CaptureState): Promise<void> {
  await setWindowSize(state, state.options.page_height);
}

/**
 * Sets the width and the scale of the options, and a height in CSS pixels. Chromium takes a screenshot at the scale of
 * the DevTools session that takes it, so this must use the same session.
 */
export async function setWindowSize(
  { client, options }: CaptureState,
  height: number,
): Promise<void> {
  await client.send("Emulation.setDeviceMetricsOverride", {
    width: options.page_width,
    height,
    deviceScaleFactor: options.scale_factor,
    mobile: false,
  });
}

/** Moves the mouse off the page. In a new page it is in the top left corner, and an element there would look hovered. */
export async function moveMouseAway({ client }: CaptureState): Promise<void> {
  // Do not wait for the answer: it takes seconds in a page that has not been drawn.
  const moving = client.send("Input.dispatchMouseEvent", { type: "mouseMoved", x: -1, y: -1 });
  moving.catch(() => undefined);
}
