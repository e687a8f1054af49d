import { createDevAccount } from "../dev-account.mjs";
import { checkData } from "./check-data.mjs";
import { withDatabase } from "./database.mjs";
import { migrateLocalDatabase } from "./state.mjs";
import { readWorker } from "./worker.mjs";

/**
 * Checks the data folder, migrates the database and creates the development account. No server may have the database
 * open. Returns the options of the Worker.
 */
export async function prepareData(dataDir) {
  await checkData(dataDir);
  const [worker] = await Promise.all([readWorker(), migrateLocalDatabase(dataDir)]);
  const { ENCRYPTION_KEY } = worker.bindings;
  await withDatabase(worker, dataDir, (database) => createDevAccount(database, ENCRYPTION_KEY));
  return worker;
}
