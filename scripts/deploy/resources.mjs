import { ask, failed, need, show } from "./wrangler.mjs";

/** Creates the databases of wrangler.toml that do not exist; migrations need them before the first deployment. */
export async function createDatabases(config) {
  const unknown = config.d1_databases.filter(({ database_id }) => !database_id);
  if (unknown.length === 0) return;
  const task = "Listing the databases";
  const names = JSON.parse(await need(task, ["d1", "list", "--json"])).map(({ name }) => name);
  for (const { database_name } of unknown) {
    if (names.includes(database_name)) continue;
    console.log(`▸ Creating the database ${database_name}`);
    await need(`Creating the database ${database_name}`, ["d1", "create", database_name]);
  }
}

export async function migrateDatabases(config) {
  for (const { binding } of config.d1_databases) {
    await show(`Migrating the database ${binding}`, [
      "d1",
      "migrations",
      "apply",
      binding,
      "--remote",
    ]);
  }
}

/** Creates the queues that wrangler.toml names in any role; wrangler expects them to exist. */
export async function createQueues(config) {
  for (const queue of queueNames(config.queues)) {
    if (await queueExists(queue)) continue;
    console.log(`▸ Creating the queue ${queue}`);
    await need(`Creating the queue ${queue}`, ["queues", "create", queue]);
  }
}

/** Every queue of the configuration once: produced to, consumed from, or for dead letters. */
export function queueNames({ producers = [], consumers = [] }) {
  const names = [
    ...producers.map(({ queue }) => queue),
    ...consumers.flatMap(({ queue, dead_letter_queue }) => [queue, dead_letter_queue]),
  ];
  return [...new Set(names.filter(Boolean))];
}

async function queueExists(queue) {
  const answer = await ask(["queues", "info", queue]);
  if (answer.code === 0) return true;
  // Only this answer means that it is missing.
  if (/Queue ".+" does not exist/.test(answer.stdout + answer.stderr)) return false;
  throw failed(`Looking for the queue ${queue}`, answer);
}
