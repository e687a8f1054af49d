import { bodyParameters, type Parameters, uniqueEntries } from "./body";

/** The parameters of a request: those of the query string, overridden by those of the body. */
export async function readParameters(request: Request): Promise<Parameters> {
  const query = uniqueEntries(new URL(request.url).searchParams, "the query string");
  const body = await bodyParameters(request);
  const merged: Parameters = Object.create(null);
  return Object.assign(merged, query, body);
}

/** Parameters that carry a value: an empty one counts as not given. */
export function given(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).filter(([, value]) => value !== "" && value !== null),
  );
}

/** Header that names the parameters nobody here knows, percent-encoded, at most 20 of them. */
export function ignoredHeader(
  parameters: Parameters,
  known: ReadonlySet<string>,
): Record<string, string> {
  const names = Object.keys(parameters).filter((name) => name !== "access_token");
  const ignored = names.filter((name) => !known.has(name));
  if (ignored.length === 0) return {};
  const encoded = ignored
    .slice(0, 20)
    .map((name) => encodeURIComponent(name.slice(0, 100).toWellFormed()));
  return { "X-Ignored-Options": encoded.join(", ") };
}
