import type { CaptureState } from "../state";
import { navigateTo } from "../waits/navigation";

/** Navigates to the address to capture. */
export async function navigate(state: CaptureState): Promise<void> {
  state.activity = "waiting for the page's server to answer";
  await navigateTo(state, state.options.url);
}
