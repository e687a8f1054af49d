/** A DevTools command as puppeteer sends it. */
export interface Command {
  id: number;
  method: string;
  /** Missing on a command to the browser as a whole. */
  sessionId?: string;
  params?: object;
}

/**
 * Browser-wide commands that reach beyond our own context as puppeteer sends them.
 *
 * - Discovery and auto-attach report every target of the browser to every client. A neighbour's page could flood us
 *   with its addresses (2 MB each), and a client that stopped would hold its neighbours' pages. The transport attaches
 *   to the pages that we create ourselves.
 * - Without `disposeOnDetach` a context outlives a client that was killed.
 */
const OVERRIDES: Record<string, object | undefined> = {
  "Target.setDiscoverTargets": { filter: [{ type: "browser" }] },
  "Target.setAutoAttach": { autoAttach: false, waitForDebuggerOnStart: false, filter: undefined },
  "Target.createBrowserContext": { disposeOnDetach: true },
};

/** Domains that puppeteer enables on every session, and whose events nobody reads here. Of workers the console, too. */
const UNUSED_DOMAINS = ["Log.enable", "Network.enable", "Performance.enable"];

/** The command to send instead. */
export function withOverride(command: Command): Command {
  const amendment = command.sessionId ? undefined : OVERRIDES[command.method];
  return amendment ? { ...command, params: { ...command.params, ...amendment } } : command;
}

/** For `Network.enable`: no bodies are kept, since nobody asks for them. Also tells our command from puppeteer's. */
export const NO_BODIES = { maxTotalBufferSize: 0, maxResourceBufferSize: 0 };

/** Whether a command only enables events that nobody reads. Our own `Network.enable` has parameters. */
export function isUnusedCommand({ method, params }: Command, isWorker: boolean): boolean {
  if (isWorker && method === "Runtime.enable") return true;
  return params === undefined && UNUSED_DOMAINS.includes(method);
}
