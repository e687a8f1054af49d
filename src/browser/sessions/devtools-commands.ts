/** A DevTools command. */
export interface Command {
  id: number;
  method: string;
  /** Missing on a command to the browser as a whole. */
  sessionId?: string;
  params?: object;
}

/**
 * Parameters that replace puppeteer's in browser-wide commands, because puppeteer's affect other captures.
 *
 * - Discovery and auto-attach report every target of the browser to every client. The page of another capture could
 *   flood us with its addresses (2 MB each), and a client that hangs would block the pages of the others. The transport
 *   attaches to our own pages instead.
 * - Without `disposeOnDetach` a context stays open when its client was killed.
 */
const OVERRIDES: Record<string, object | undefined> = {
  "Target.setDiscoverTargets": { filter: [{ type: "browser" }] },
  "Target.setAutoAttach": { autoAttach: false, waitForDebuggerOnStart: false, filter: undefined },
  "Target.createBrowserContext": { disposeOnDetach: true },
};

/** Domains that puppeteer enables on every session although nobody reads their events. For workers also `Runtime`. */
const UNUSED_DOMAINS = ["Log.enable", "Network.enable", "Performance.enable"];

/** The command with our parameters instead of puppeteer's. */
export function withOverride(command: Command): Command {
  const override = command.sessionId ? undefined : OVERRIDES[command.method];
  return override ? { ...command, params: { ...command.params, ...override } } : command;
}

/** For `Network.enable`: the browser keeps no bodies. The parameters also distinguish our command from puppeteer's. */
export const NO_BODIES = { maxTotalBufferSize: 0, maxResourceBufferSize: 0 };

/** Whether a command only enables events that nobody reads. Our own `Network.enable` has parameters, so it is used. */
export function isUnusedCommand({ method, params }: Command, isWorker: boolean): boolean {
  if (isWorker && method === "Runtime.enable") return true;
  return params === undefined && UNUSED_DOMAINS.includes(method);
}
