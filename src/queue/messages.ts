/** A background capture to run: its job's id, never a payload. */
export interface CaptureMessage {
  jobId: string;
}
