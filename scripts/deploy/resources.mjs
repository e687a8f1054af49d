import { commandFailure } from "../wrangler.mjs";
import { readWrangler, runVisibly, tryWrangler } from "./wrangler.mjs";

/** Creates the missing databases of wrangler.toml. `wrangler deploy` would do it too late: migrations run before it. */
export async function createDatabases(config) {
  const withoutId = config.d1_databases.filter(({ database_id }) => !database_id);
  if (withoutId.length === 0) return;
  const task = "Listing the databases";
  const names = JSON.parse(await readWrangler(task, ["d1", "list", "--json"])).map(
    ({ name }) => name,
  );
  for (const { database_name } of withoutId) {
    if (names.includes(database_name)) continue;
    console.log(`▸ Creating the database ${database_name}`);
    await readWrangler(`Creating the database ${database_name}`, ["d1", "create", database_name]);
  }
}

export async function migrateDatabases(config) {
  for (const { binding } of config.d1_databases) {
    await runVisibly(`Migrating the database ${binding}`, [
      "d1",
      "migrations",
      "apply",
      binding,
      "--remote",
    ]);
  }
}

/** Creates the missing queues of wrangler.toml. wrangler does not create queues. */
export async function createQueues(config) {
  for (const queue of queueNames(config.queues)) {
    if (await queueExists(queue)) continue;
    console.log(`▸ Creating the queue ${queue}`);
    await readWrangler(`Creating the queue ${queue}`, ["queues", "create", queue]);
  }
}

/** The names of all queues of the configuration, without duplicates: of producers, consumers and dead letters. */
function queueNames({ producers = [], consumers = [] }) {
  const names = [
    ...producers.map(({ queue }) => queue),
    ...consumers.flatMap(({ queue, dead_letter_queue }) => [queue, dead_letter_queue]),
  ];
  return [...new Set(names.filter(Boolean))];
}

async function queueExists(queue) {
  const result = await tryWrangler(["queues", "info", queue]);
  if (result.code === 0) return true;
  // Any other error does not mean that the queue is missing.
  if (/Queue ".+" does not exist/.test(result.stdout + result.stderr)) return false;
  throw commandFailure(`Looking for the queue ${queue}`, result);
}
