/** Writes one structured line. Callers name their fields: nothing that a request carried gets in by itself. */
export function log(event: string, fields: Record<string, unknown>): void {
  console.log(JSON.stringify({ event, ...fields }));
}

/** Writes one structured line about an error of ours. */
export function logError(
  event: string,
  error: unknown,
  fields: Record<string, unknown> = {},
): void {
  console.error(JSON.stringify({ event, ...fields, error: describe(error) }));
}

/** An error in words: a failed query by its cause, since its message holds the parameters. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "not an Error";
  const cause = error.cause instanceof Error ? ` ← ${describe(error.cause)}` : "";
  const [message = ""] = error.message.split(/\nparams: /);
  return `${error.name}: ${withoutQuery(message)} ${whereOf(error)}${cause}`;
}

/** The first frames of the stack, which begins with the whole message. */
function whereOf({ stack = "", message }: Error): string {
  const lines = stack.replace(message, "").split("\n");
  const frames = lines.map((line) => line.trim()).filter((line) => line.startsWith("at "));
  return frames.slice(0, 3).join(" ");
}

/** An address in an error is that of a page: its query string may hold what nobody else should read. */
function withoutQuery(text: string): string {
  return text.replace(/\?[^\s"')]*/g, "?…");
}
