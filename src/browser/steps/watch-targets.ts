import { createFrameLimits } from "../guard/frame-limits";
import { createGraphicsWatch } from "../guard/graphics";
import { createPageRestrictions } from "../guard/page-restrictions";
import { createPopupWatch } from "../guard/popups";
import { createRequestGuard } from "../guard/request-guard";
import { configureEveryTarget, MAX_WORKERS } from "../guard/targets";
import type { CaptureState } from "../state";
import { createIdentityOverride } from "./identity";
import { disableScripts } from "./scripts";

/** Guards and introduces the page and every target it starts, before any of them runs. */
export async function watchTargets(state: CaptureState): Promise<void> {
  const guard = createRequestGuard(state);
  const closeWaysOut = createPageRestrictions(state);
  const watchFrames = createFrameLimits(state);
  const watchGraphics = createGraphicsWatch(state);
  const introduce = await createIdentityOverride(state);
  const watchPopups = createPopupWatch(state);
  // Pages start as many workers as there are processors: none should wait for one that is never started.
  await state.client.send("Emulation.setHardwareConcurrencyOverride", {
    hardwareConcurrency: MAX_WORKERS,
  });
  await configureEveryTarget(state.client, async (session, type) => {
    await Promise.all([
      guard(session, type),
      // Before the pace for requests, which would hold its report back.
      watchGraphics(session, type),
      closeWaysOut(session, type),
      watchFrames(session, type),
      introduce(session, type),
      disableScripts(state, session, type),
      watchPopups(session, type),
    ]);
  });
}
