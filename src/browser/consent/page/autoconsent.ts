/** How far autoconsent got in a document, by its own words. */
export interface ConsentProgress {
  lifecycle: string;
  /** Has it look again at the page as it is by now. */
  lookAgain: () => void;
}

/** Runs before autoconsent: gives it the function that it reports to. */
export function prepareAutoconsent(progressKey: string): void {
  const progress: ConsentProgress = { lifecycle: "loading", lookAgain: () => undefined };
  Object.defineProperty(window, progressKey, { value: progress });
  const onMessage = async (message: { type: string; state?: { lifecycle: string } }) => {
    if (message.state) progress.lifecycle = message.state.lifecycle;
  };
  Object.assign(window, { autoconsentSendMessage: onMessage });
}

/** Runs after autoconsent: takes both of its functions from the page again, and starts it. */
export function startAutoconsent(progressKey: string, config: unknown, compact: unknown): void {
  const receive = Reflect.get(window, "autoconsentReceiveMessage");
  Reflect.deleteProperty(window, "autoconsentReceiveMessage");
  Reflect.deleteProperty(window, "autoconsentSendMessage");
  const start = (rules: unknown) => receive({ type: "initResp", config, rules });
  start({ autoconsent: [], compact });
  // The rules it has stay.
  Reflect.get(window, progressKey).lookAgain = () => start(null);
}

/** The state of autoconsent in this document; null where it does not run. */
export function consentLifecycle(progressKey: string): string | null {
  return Reflect.get(window, progressKey)?.lifecycle ?? null;
}

/** Has autoconsent look now, where it found nothing so far: by itself it looks twice a second. */
export function detectAgain(progressKey: string): void {
  const progress: ConsentProgress | undefined = Reflect.get(window, progressKey);
  if (progress && ["started", "nothingDetected"].includes(progress.lifecycle)) progress.lookAgain();
}
