import { callJson } from "./api";

/** Runs a curl command of the specification, with its names replaced. */
export async function curl(command: string, names: Record<string, string> = {}) {
  let text = command.replaceAll("\\\n", " ");
  for (const [name, value] of Object.entries(names)) text = text.replaceAll(name, value);

  const words = [...text.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    unquoted(word),
  );
  const valuesOf = (flag: string) => words.filter((_, index) => words[index - 1] === flag);
  const url = new URL(words.find((word) => word.startsWith("https://api.pagepixels.com")) ?? "");
  const body = valuesOf("-d").join("&");
  return callJson(url.pathname + url.search, {
    method: valuesOf("-X")[0] ?? "GET",
    // Raw, as curl sends it.
    ...(body ? { body, headers: { "Content-Type": "application/x-www-form-urlencoded" } } : {}),
  });
}

function unquoted(word: string): string {
  return word.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double);
}

/** Keys and types of a value, at every depth: `{id: "string"}`. Of a list, those of its entries. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, shapeOf(of)]));
}
