import type { Stage } from "../stage";

export async function hideBlockedFrames(_: Stage): Promise<void> {}
