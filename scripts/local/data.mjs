import { createDevAccount } from "../dev-account.mjs";
import { checkData } from "./check-data.mjs";
import { withDatabase } from "./database.mjs";
import { migrate } from "./migrations.mjs";
import { readWorker } from "./worker.mjs";

/**
 * Checks the data folder, migrates the database and creates the development account. No server may have the database
 * open. Returns the options of the Worker.
 */
export async function prepareData(dataDir) {
  await checkData(dataDir);
  const worker = await readWorker();
  await withDatabase(worker, dataDir, async (database) => {
    await migrate(database);
    await createDevAccount(database, worker.bindings.ENCRYPTION_KEY);
  });
  return worker;
}
