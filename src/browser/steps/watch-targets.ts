import { guardOf } from "../guard";
import type { Stage } from "../stage";
import { configureEveryTarget, MAX_WORKERS } from "../targets";
import { frameWatchOf } from "./frames";
import { graphicsWatchOf } from "./graphics";
import { identityOf } from "./identity";
import { popupWatchOf } from "./popups";
import { disableScripts } from "./scripts";
import { waysOutOf } from "./ways-out";

/** Guards and introduces the page and every target it starts, before any of them runs. */
export async function watchTargets(stage: Stage): Promise<void> {
  const guard = guardOf(stage);
  const closeWaysOut = waysOutOf(stage);
  const watchFrames = frameWatchOf(stage);
  const watchGraphics = graphicsWatchOf(stage);
  const introduce = await identityOf(stage);
  const watchPopups = popupWatchOf(stage);
  // Pages start as many workers as there are processors: none should wait for one that is never started.
  await stage.client.send("Emulation.setHardwareConcurrencyOverride", {
    hardwareConcurrency: MAX_WORKERS,
  });
  await configureEveryTarget(stage.client, async (session, type) => {
    await Promise.all([
      guard(session, type),
      // Before the pace for requests, which would hold its report back.
      watchGraphics(session, type),
      closeWaysOut(session, type),
      watchFrames(session, type),
      introduce(session, type),
      disableScripts(stage, session, type),
      watchPopups(session, type),
    ]);
  });
}
