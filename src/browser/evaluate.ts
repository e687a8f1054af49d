import type { CDPSession, Frame, Page } from "@cloudflare/puppeteer";

/**
 * Runs one of our own functions in the page, in an isolated world: a page that defines its own `scrollY` or changes a
 * prototype does not change what we measure. Puppeteer has such a world for its own use.
 */
export function evaluate<Args extends unknown[], Result>(
  page: Page,
  run: (...args: Args) => Result,
  ...args: Args
): Promise<Awaited<Result>> {
  return evaluateInFrame(page.mainFrame(), run, ...args);
}

/** Runs one of our own functions in the isolated world of one frame. */
export function evaluateInFrame<Args extends unknown[], Result>(
  frame: Frame,
  run: (...args: Args) => Result,
  ...args: Args
): Promise<Awaited<Result>> {
  const realm = (frame as unknown as { isolatedRealm(): Pick<Frame, "evaluate"> }).isolatedRealm();
  const evaluateIn = realm.evaluate as unknown as Evaluate<Args, Result>;
  return evaluateIn.call(realm, run, ...args);
}

/** Calls a function on the element that contains a frame. `client` is the session of the document around the frame. */
export async function callOnFrameOwner(
  client: CDPSession,
  frameId: string,
  functionDeclaration: string,
): Promise<unknown> {
  const { backendNodeId } = await client.send("DOM.getFrameOwner", { frameId });
  const { object } = await client.send("DOM.resolveNode", { backendNodeId });
  const { result } = await client.send("Runtime.callFunctionOn", {
    functionDeclaration,
    returnByValue: true,
    ...(object.objectId ? { objectId: object.objectId } : {}),
  });
  return result.value;
}

type Evaluate<Args extends unknown[], Result> = (
  run: (...args: Args) => Result,
  ...args: Args
) => Promise<Awaited<Result>>;

/**
 * Whether one of our own functions threw in the page, because the page changed its document in an unusual way.
 * Puppeteer gives such an error the name that it had in the page. Puppeteer's own errors have their own classes.
 */
export function isThrownInPage(error: unknown): boolean {
  return error instanceof Error && error.constructor === Error && error.name !== "Error";
}
