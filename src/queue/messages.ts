/** A background capture to run: its job's id, never a payload. */
export interface CaptureMessage {
  jobId: string;
}

/** A delivery that may be due: its id; when it really is stands in the database. */
export interface DeliveryMessage {
  deliveryId: string;
}
