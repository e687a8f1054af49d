import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ROOT } from "../root.mjs";

/** What this project keeps of browsers; not in git, and safe to delete while nothing runs. */
export const BROWSER_FOLDER = join(ROOT, ".browser");

const DRAFT = ".draft-";
const ABANDONED_AFTER_MS = 10 * 60_000;

/** Fills a folder once, however many processes try at the same time: nobody ever sees half of it. */
export async function fillOnce(folder, fill) {
  if (existsSync(folder)) return;
  await mkdir(dirname(folder), { recursive: true });
  await removeAbandoned(dirname(folder));
  const draft = await mkdtemp(join(dirname(folder), `${basename(folder)}${DRAFT}`));
  // Others than the one who filled it may run what is inside.
  await chmod(draft, 0o755);
  try {
    await fill(draft);
    await rename(draft, folder);
  } catch (error) {
    // Another process may have been first: then its folder is as good as ours.
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** A process that was killed while filling leaves its draft behind. */
async function removeAbandoned(parent) {
  const drafts = (await readdir(parent)).filter((name) => name.includes(DRAFT));
  for (const draft of drafts.map((name) => join(parent, name))) {
    const { mtimeMs } = await stat(draft).catch(() => ({ mtimeMs: Date.now() }));
    if (mtimeMs < Date.now() - ABANDONED_AFTER_MS)
      await rm(draft, { recursive: true, force: true });
  }
}
