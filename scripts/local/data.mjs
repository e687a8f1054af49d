import { createDevAccount } from "../dev-account.mjs";
import { checkData } from "./check-data.mjs";
import { withDatabase } from "./database.mjs";
import { migrate } from "./state.mjs";
import { readWorker } from "./worker.mjs";

/**
 * Checks the data of a local server and brings it up to date, while no server has it open; answers the Worker that is
 * to use it.
 */
export async function prepareData(dataDir) {
  await checkData(dataDir);
  const [worker] = await Promise.all([readWorker(), migrate(dataDir)]);
  const { ENCRYPTION_KEY } = worker.bindings;
  await withDatabase(worker, dataDir, (database) => createDevAccount(database, ENCRYPTION_KEY));
  return worker;
}
