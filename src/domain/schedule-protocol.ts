import type { Recurrence } from "./recurrence";

/** The methods of the Durable Object `Schedule`. */
export interface ScheduleObject extends Rpc.DurableObjectBranded {
  begin(jobId: string): Promise<boolean>;
  finish(jobId: string): Promise<void>;
  arm(recurrence: Recurrence | null): Promise<number | null>;
  restore(recurrence: Recurrence, nextSlotAt: number): Promise<number | null>;
  stop(): Promise<void>;
}
