import type { CaptureOptions } from "../../schemas/options";

/** Whether the user gave headers, which go to the page's own origin only. */
export function hasUserHeaders({ headers }: CaptureOptions): boolean {
  return headers !== undefined && headers.length > 0;
}

/**
 * The headers with which a request goes on: the user's on the page's own origin; none of them elsewhere, where a
 * redirect would carry them. Nothing where the request can go as it is.
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
