/** A background capture to run: its job's id, never a payload. */
export interface CaptureMessage {
  jobId: string;
}

/** A delivery that may be due: its id; when it really is stands in the database. */
export interface DeliveryMessage {
  deliveryId: string;
}

/** The messages of one kind in a batch. */
export interface Messages<T> {
  readonly messages: readonly Message<T>[];
}

export function isCapture(message: Message): message is Message<CaptureMessage> {
  return hasText(message.body, "jobId");
}

export function isDelivery(message: Message): message is Message<DeliveryMessage> {
  return hasText(message.body, "deliveryId");
}

function hasText(body: unknown, key: string): boolean {
  return typeof (body as Record<string, unknown> | null)?.[key] === "string";
}
