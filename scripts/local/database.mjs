import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { statePath } from "./state.mjs";

/** Opens the local database while no server has it open. */
export async function withDatabase({ compatibilityDate, d1Databases }, dataDir, use) {
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: "export default {}",
      compatibilityDate,
      d1Databases,
      resourcePersistencePath: statePath(dataDir),
      cf: false,
    }),
  );
  try {
    await use(await runtime.getD1Database("DB"));
  } finally {
    await runtime.dispose();
  }
}
