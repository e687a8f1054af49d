/** The progress of autoconsent in a document. */
interface ConsentProgress {
  /** The state that autoconsent reports. */
  lifecycle: string;
  /** Makes autoconsent check the page again. */
  detectAgain: () => void;
}

/** Runs before autoconsent: defines the function that it reports to. */
export function prepareAutoconsent(progressKey: string): void {
  const progress: ConsentProgress = { lifecycle: "loading", detectAgain: () => undefined };
  Object.defineProperty(window, progressKey, { value: progress });
  const onMessage = async (message: { type: string; state?: { lifecycle: string } }) => {
    if (message.state) progress.lifecycle = message.state.lifecycle;
  };
  Object.assign(window, { autoconsentSendMessage: onMessage });
}

/** Runs after autoconsent: removes both of its functions from the window, and starts it. */
export function startAutoconsent(progressKey: string, config: unknown, compact: unknown): void {
  const receive = Reflect.get(window, "autoconsentReceiveMessage");
  Reflect.deleteProperty(window, "autoconsentReceiveMessage");
  Reflect.deleteProperty(window, "autoconsentSendMessage");
  const start = (rules: unknown) => receive({ type: "initResp", config, rules });
  start({ autoconsent: [], compact });
  // `null` keeps the rules that it has.
  Reflect.get(window, progressKey).detectAgain = () => start(null);
}

/** The state of autoconsent in this document; null when it does not run. */
export function consentLifecycle(progressKey: string): string | null {
  return Reflect.get(window, progressKey)?.lifecycle ?? null;
}

/** Makes autoconsent check the page now, if it has found nothing so far. By itself it checks twice a second. */
export function detectAgain(progressKey: string): void {
  const progress: ConsentProgress | undefined = Reflect.get(window, progressKey);
  if (progress && ["started", "nothingDetected"].includes(progress.lifecycle))
    progress.detectAgain();
}
