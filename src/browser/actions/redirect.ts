import type { CaptureState } from "../state";
import { navigateTo } from "../waits/navigation";
import { settle } from "../waits/settle";

/** Navigates to another address. */
export async function redirect(state: CaptureState, url: string): Promise<void> {
  await navigateTo(state, url);
  await settle(state);
}
