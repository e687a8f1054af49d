import { DurableObject } from "cloudflare:workers";
import { type Context, contextOf } from "../context";
import { countSlots, nextSlot, type Recurrence, slotAt } from "../domain/recurrence";
import type { ScheduleObject } from "../domain/schedule-protocol";
import {
  type HeldJob,
  isFinished,
  LOCK_LEASE_MS,
  noteSlot,
  recurrenceInForce,
  repairJob,
  startSlot,
} from "../domain/slots";
import type { Env } from "../env";
import { newJobId } from "../lib/ids";
import { logError } from "../lib/log";
import { aloneSince } from "../lib/started";

/**
 * Keeps the alarm and the in-progress lock of one configuration; the object's name is the configuration's id. It starts
 * captures and never runs them. The alarm is set for the next slot or the end of the lock's lease, whichever is
 * earlier: so a lost message or a lost worker is repaired.
 */
export class Schedule extends DurableObject<Env> implements ScheduleObject {
  /** Unix milliseconds; tests move this clock. */
  now = Date.now;

  /** Takes the lock for a job; false while another capture is in progress. */
  async begin(jobId: string): Promise<boolean> {
    const { job: held } = this.#read();
    if (held && held.id !== jobId && !(await isFinished(this.#context, held))) return false;
    // Another call may have taken the lock during the query.
    const { job: current } = this.#read();
    if (current && current.id !== held?.id) return false;
    this.#write({ job: this.#held(jobId, null) });
    await this.#setAlarm();
    return true;
  }

  /** Frees the lock that this job holds. */
  async finish(jobId: string): Promise<void> {
    if (this.#read().job?.id !== jobId) return;
    this.#write({ job: null });
    await this.#setAlarm();
  }

  /** Sets the schedule, with slots after now; null ends it. Returns the time of the first slot. */
  async arm(recurrence: Recurrence | null): Promise<number | null> {
    const nextSlotAt = recurrence && nextSlot(recurrence, this.now());
    this.#write({ recurrence, nextSlotAt });
    await this.#setAlarm();
    return nextSlotAt;
  }

  /** Restores a lost alarm, and a lost schedule from the database. Returns the time of the next slot. */
  async restore(recurrence: Recurrence, nextSlotAt: number): Promise<number | null> {
    const known = this.#read();
    if (known.recurrence?.anchorAt !== recurrence.anchorAt) this.#write({ recurrence, nextSlotAt });
    await this.#setAlarm();
    return this.#read().nextSlotAt;
  }

  /** Deletes all state, including the alarm. */
  async stop(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }

  override async alarm(): Promise<void> {
    try {
      await this.#repair();
      await this.#startDueSlot();
      await this.#setAlarm();
    } catch (error) {
      // The platform retries an alarm that throws only six times, so catch the error and set another alarm.
      logError("alarm_failed", error, { configuration_id: this.#id });
      await this.ctx.storage.setAlarm(this.now() + RETRY_MS);
    }
  }

  async #repair(): Promise<void> {
    const { job } = this.#read();
    if (!job || job.leaseUntil > this.now()) return;
    const repaired = await repairJob(this.#context, this.#id, job);
    if (this.#read().job?.id === job.id) this.#write({ job: repaired });
  }

  /** Starts a due slot, or skips and counts it while a capture runs. Of several missed slots only the last starts. */
  async #startDueSlot(): Promise<void> {
    const { recurrence, nextSlotAt } = this.#read();
    const now = this.now();
    if (!recurrence || !nextSlotAt || nextSlotAt > now) return;
    if (!(await this.#isInForce(recurrence))) return;
    const missed = countSlots(recurrence, nextSlotAt - 1, now);
    const dueAt = slotAt(recurrence, countSlots(recurrence, recurrence.anchorAt, now));

    const { job: held } = this.#read();
    const wasFree = !held || (await isFinished(this.#context, held));
    const next = { nextSlotAt: nextSlot(recurrence, now) };
    // The schedule may have changed, and another call may have taken the lock, during the queries.
    const state = this.#read();
    if (state.recurrence?.anchorAt !== recurrence.anchorAt) return;
    // Another alarm has handled this slot.
    if (state.nextSlotAt !== nextSlotAt) return;
    const free = !state.job || (wasFree && state.job.id === held?.id);
    if (!free && this.#isPostponed(state)) return;
    if (free) {
      const job = this.#held(newJobId(), dueAt);
      // Take the lock first: if the next step fails, the alarm repeats it with the same id.
      this.#write({ ...next, job });
      if (!(await startSlot(this.#context, this.#id, job))) await this.finish(job.id);
    } else {
      this.#write(next);
    }
    const skipped = free ? missed - 1 : missed;
    await noteSlot(this.#context, this.#id, { anchorAt: recurrence.anchorAt, ...next, skipped });
  }

  /** Checks the schedule in the database, in case an update or a deletion did not reach this object. */
  async #isInForce(recurrence: Recurrence): Promise<boolean> {
    const inForce = await recurrenceInForce(this.#context, this.#id);
    if (inForce?.anchorAt === recurrence.anchorAt) return true;
    if (inForce === undefined) await this.stop();
    else if (this.#read().recurrence?.anchorAt === recurrence.anchorAt) await this.arm(inForce);
    return false;
  }

  async #setAlarm(): Promise<void> {
    const state = this.#read();
    const slotAt = this.#isPostponed(state) ? null : state.nextSlotAt;
    const at = Math.min(slotAt ?? Infinity, state.job?.leaseUntil ?? Infinity);
    if (Number.isFinite(at)) await this.ctx.storage.setAlarm(at);
    else await this.ctx.storage.deleteAlarm();
  }

  /** A slot missed while a local server was stopped starts after the capture that the server left behind. */
  #isPostponed({ job, nextSlotAt }: State): boolean {
    return job !== null && nextSlotAt !== null && nextSlotAt < aloneSince(this.env);
  }

  #held(id: string, dueAt: number | null): HeldJob {
    return { id, dueAt, leaseUntil: this.now() + LOCK_LEASE_MS, resends: 0 };
  }

  #read(): State {
    return this.ctx.storage.kv.get<State>(STATE) ?? EMPTY;
  }

  #write(changes: Partial<State>): void {
    this.ctx.storage.kv.put(STATE, { ...this.#read(), ...changes });
  }

  get #id(): string {
    return this.ctx.id.name ?? "";
  }

  get #context(): Context {
    return { ...contextOf(this.env, this.ctx), now: () => this.now() };
  }
}

interface State {
  recurrence: Recurrence | null;
  nextSlotAt: number | null;
  job: HeldJob | null;
}

const STATE = "state";
const EMPTY: State = { recurrence: null, nextSlotAt: null, job: null };
const RETRY_MS = 30_000;
