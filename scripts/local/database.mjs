import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { stateFolder } from "./state.mjs";

/** Opens the local database for `use`. No server may have it open. */
export async function withDatabase({ compatibilityDate, d1Databases }, dataDir, use) {
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: "export default {}",
      compatibilityDate,
      d1Databases,
      resourcePersistencePath: stateFolder(dataDir),
      cf: false,
    }),
  );
  try {
    await use(await runtime.getD1Database("DB"));
  } finally {
    await runtime.dispose();
  }
}
