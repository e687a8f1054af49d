import { type SQL, sql } from "drizzle-orm";
import { hostOf } from "../lib/url-policy";
import type { ChangeAction } from "../schemas/actions";

/** The value that a `change` action saw, to be compared with its last value. */
export interface SeenChange {
  actionKey: string;
  notificationId: string;
  action: ChangeAction;
  value: string;
  seenAt: number;
}

/** A job as the worker that claimed it knows it. */
export interface ClaimedJob {
  id: string;
  /** Grows with each claim: another number means that another worker has the job. */
  attempts: number;
}

/**
 * The statements that compare a value with the last one, for the transaction that closes the job. A changed value
 * inserts one notification and one delivery. The first value is only stored.
 */
export function comparisonOf(job: ClaimedJob, change: SeenChange): SQL[] {
  const { actionKey, notificationId, action, value, seenAt } = change;
  const done = isDoneBy(job);
  return [
    sql`INSERT INTO notifications (id, account_id, configuration_id, job_id, previous_value,
        retrieved_value, config, sent_at)
      SELECT ${notificationId}, screenshots.account_id, screenshots.configuration_id, screenshots.id,
        last.value, ${value}, ${JSON.stringify(action)}, ${seenAt}
      FROM screenshots JOIN last_values AS last
        ON last.configuration_id = screenshots.configuration_id AND last.action_key = ${actionKey}
      WHERE ${done} AND last.value <> ${value}
      ON CONFLICT DO NOTHING`,
    sql`INSERT INTO deliveries
        (id, account_id, configuration_id, url, host, state, attempts, next_attempt_at)
      SELECT n.id, n.account_id, n.configuration_id, ${action.url}, ${hostOf(action.url)}, iif(paused.url IS NULL, 'pending', 'paused'), 0,
        iif(paused.url IS NULL, ${seenAt}, NULL)
      FROM notifications AS n LEFT JOIN endpoints AS paused
        ON paused.configuration_id = n.configuration_id AND paused.url = ${action.url}
        AND paused.paused_at IS NOT NULL
      WHERE n.id = ${notificationId}
      ON CONFLICT DO NOTHING`,
    sql`INSERT INTO last_values (configuration_id, action_key, value)
      SELECT configuration_id, ${actionKey}, ${value} FROM screenshots WHERE ${done}
      ON CONFLICT DO UPDATE SET value = excluded.value`,
  ];
}

/** The statement that adds missing elements to the configuration's count. */
export function missingOf(job: ClaimedJob, count: number): SQL[] {
  if (count === 0) return [];
  return [
    sql`UPDATE configurations SET missing_elements = missing_elements + ${count}
      WHERE id = (SELECT configuration_id FROM screenshots WHERE ${isDoneBy(job)})`,
  ];
}

function isDoneBy({ id, attempts }: ClaimedJob): SQL {
  return sql`screenshots.id = ${id} AND screenshots.status = 'done'
    AND screenshots.attempts = ${attempts}`;
}
