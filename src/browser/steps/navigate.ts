import type { CaptureState } from "../state";
import { goTo } from "../waits/navigation";

/** Goes to the address that is to be captured. */
export async function navigate(state: CaptureState): Promise<void> {
  state.doing = "waiting for the page's server to answer";
  await goTo(state, state.options.url);
}
