import type { Endpoint, Sent } from "./api";
import type { Page } from "./page";

/** Fields as the body of a request: of a form, or of JSON, where each has its type. */
export function body(
  page: Page,
  endpoint: Endpoint,
  given: [name: string, text: string][],
  isForm: boolean,
): Pick<Sent, "headers" | "body"> {
  if (given.length === 0) return { headers: {}, body: null };
  if (isForm) {
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    return { headers, body: new URLSearchParams(given).toString() };
  }
  const texts = page
    .fields(page, endpoint)
    .filter(({ schema }) => [schema.type].flat().includes("string"));
  const typed = ([name, text]: [string, string]) => {
    // Text stays text, also where it looks like something else.
    if (texts.some((field) => field.name === name)) return [name, text];
    try {
      return [name, JSON.parse(text)];
    } catch {
      return [name, text];
    }
  };
  const headers = { "Content-Type": "application/json" };
  return { headers, body: JSON.stringify(Object.fromEntries(given.map(typed))) };
}
