const RETRY_BASE_SECONDS = 5;

/** Doubles with each attempt to handle a message: 10 s after the first. */
export function retryDelaySeconds(attempts: number): number {
  return RETRY_BASE_SECONDS * 2 ** attempts;
}
