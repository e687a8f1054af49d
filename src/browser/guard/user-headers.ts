import type { CaptureOptions } from "../../schemas/options";

/** Whether the user gave headers. They are sent to the page's own origin only. */
export function hasUserHeaders({ headers }: CaptureOptions): boolean {
  return headers !== undefined && headers.length > 0;
}

/**
 * The headers to send with a request. On the page's own origin the user's headers are added. On other origins they are
 * removed: a redirect would carry them there. An empty object leaves the request unchanged.
 */
export function headersToSend(
  options: CaptureOptions,
  url: URL,
  sent: Record<string, string>,
): { headers?: { name: string; value: string }[] } {
  const own = options.headers;
  if (!own || own.length === 0) return {};
  const isOwnOrigin = url.origin === new URL(options.url).origin;
  const isCarried = ([name, value]: [string, string]) =>
    own.some(
      (header) => header.name.toLowerCase() === name.toLowerCase() && header.value === value,
    );
  const names = new Set(own.map(({ name }) => name.toLowerCase()));
  const others = Object.entries(sent)
    .filter((entry) => (isOwnOrigin ? !names.has(entry[0].toLowerCase()) : !isCarried(entry)))
    .map(([name, value]) => ({ name, value }));
  return { headers: isOwnOrigin ? [...others, ...own] : others };
}
