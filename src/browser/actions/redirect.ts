import type { CaptureState } from "../state";
import { goTo } from "../waits/navigation";
import { settle } from "../waits/settle";

/** Goes to another address. */
export async function redirect(state: CaptureState, url: string): Promise<void> {
  await goTo(state, url);
  await settle(state);
}
