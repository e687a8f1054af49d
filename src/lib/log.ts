/** Writes one structured line. Callers choose the fields, so that nothing of a request is logged by accident. */
export function log(event: string, fields: Record<string, unknown>): void {
  console.log(JSON.stringify({ event, ...fields }));
}

/** Writes one structured line about an error of the service. */
export function logError(
  event: string,
  error: unknown,
  fields: Record<string, unknown> = {},
): void {
  console.error(JSON.stringify({ event, ...fields, error: describe(error) }));
}

/** The text of an error. Of a failed query the parameters are left out. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "not an Error";
  const cause = error.cause instanceof Error ? ` ← ${describe(error.cause)}` : "";
  const [message = ""] = error.message.split(/\nparams: /);
  return `${error.name}: ${withoutQuery(message)} ${whereOf(error)}${cause}`;
}

/** The first frames of the stack. The stack begins with the message. */
function whereOf({ stack = "", message }: Error): string {
  const lines = stack.replace(message, "").split("\n");
  const frames = lines.map((line) => line.trim()).filter((line) => line.startsWith("at "));
  return frames.slice(0, 3).join(" ");
}

/** Removes query strings: an address in an error is that of a page, and may contain private data. */
function withoutQuery(text: string): string {
  return text.replace(/\?[^\s"')]*/g, "?…");
}
