import type { CaptureState } from "../state";

/** Gives the page the size of the browser window that was asked for. */
export async function setViewport(state: CaptureState): Promise<void> {
  await setWindowSize(state, state.options.page_height);
}

/**
 * Makes the window as wide as was asked for, and so many CSS pixels high. Chromium draws at the scale of the session
 * that takes the picture, so that it has to be told by the same one.
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

/** Takes the mouse off the page: in a new one it is in the top left corner, and what lies there looks hovered. */
export async function moveMouseAway({ client }: CaptureState): Promise<void> {
  // Not waited for: a page that has not been drawn answers it after seconds only.
  const moving = client.send("Input.dispatchMouseEvent", { type: "mouseMoved", x: -1, y: -1 });
  moving.catch(() => undefined);
}
