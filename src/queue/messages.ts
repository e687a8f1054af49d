/** A background capture to run. Messages carry ids only: the database has the rest. */
export interface CaptureMessage {
  jobId: string;
}

/** A delivery that may be due. */
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
