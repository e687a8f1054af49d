import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ROOT } from "../root.mjs";
import { WITH_PARENT } from "../with-parent.mjs";

/** Makes miniflare start workerd through with-parent.sh, so that workerd ends with its parent even after a kill -9. */
export async function endRuntimeWithParent() {
  if (process.platform === "win32") return;
  const launcher = join(ROOT, ".wrangler", "workerd");
  const draft = `${launcher}.${process.pid}`;
  await mkdir(dirname(launcher), { recursive: true });
  await writeFile(draft, `#!/bin/sh\nexec /bin/sh "$WITH_PARENT" "$WORKERD" "$@"\n`);
  await chmod(draft, 0o755);
  await rename(draft, launcher);
  process.env.WITH_PARENT = WITH_PARENT;
  process.env.WORKERD = workerdPath();
  process.env.MINIFLARE_WORKERD_PATH = launcher;
}

function workerdPath() {
  const miniflare = createRequire(import.meta.url).resolve("miniflare");
  return createRequire(miniflare)("workerd").default;
}
