import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const DRAFT = ".draft-";
const ABANDONED_AFTER_MS = 10 * 60_000;

/** Creates a folder with `fill` unless it exists. It appears only when complete, so concurrent processes are safe. */
export async function fillOnce(folder, fill) {
  if (existsSync(folder)) return;
  await mkdir(dirname(folder), { recursive: true });
  await removeAbandonedDrafts(dirname(folder));
  const draft = await mkdtemp(join(dirname(folder), `${basename(folder)}${DRAFT}`));
  // mkdtemp makes it private. The service may run as another user.
  await chmod(draft, 0o755);
  try {
    await fill(draft);
    await rename(draft, folder);
  } catch (error) {
    // Another process may have created the same folder first.
    if (!existsSync(folder)) throw error;
  } finally {
    await removeIfPossible(draft);
  }
}

/** Removes a folder if it exists. It disappears at once, so that no process sees a part of it. */
export async function removeAtOnce(folder) {
  const draft = `${folder}${DRAFT}${randomUUID()}`;
  try {
    await rename(folder, draft);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  await removeIfPossible(draft);
}

/** Removes a draft. If that fails, the draft only takes space, and is removed later. */
function removeIfPossible(draft) {
  return rm(draft, { recursive: true, force: true }).catch(() => undefined);
}

/** Removes the drafts of processes that were killed before they finished. */
async function removeAbandonedDrafts(parent) {
  const drafts = (await readdir(parent)).filter((name) => name.includes(DRAFT));
  for (const draft of drafts.map((name) => join(parent, name))) {
    const { mtimeMs } = await stat(draft).catch(() => ({ mtimeMs: Date.now() }));
    if (mtimeMs < Date.now() - ABANDONED_AFTER_MS) await removeIfPossible(draft);
  }
}
