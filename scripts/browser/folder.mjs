import { join } from "node:path";
import { ROOT } from "../root.mjs";

/** Unpacked browsers and launchers. Not in git. You may delete it while no server or test runs. */
export const BROWSER_FOLDER = join(ROOT, ".browser");
