import { AppError } from "../errors";
import { bodyParameters, type Parameters, uniqueEntries } from "./body";

/** A URL has at most 16 KB (https://developers.cloudflare.com/workers/platform/limits/). */
const MAX_QUERY_CHARACTERS = 16_000;

/** The parameters of the query string and the body. The body wins. */
export async function readParameters(request: Request): Promise<Parameters> {
  const { search, searchParams } = new URL(request.url);
  if (search.length > MAX_QUERY_CHARACTERS) {
    const note = `A query string holds at most ${MAX_QUERY_CHARACTERS} characters; send more in the body of a POST.`;
    throw new AppError("payload_too_large", note);
  }
  if (!isUtf8(search))
    throw new AppError("invalid_options", "The query string is not valid UTF-8.");
  const query = uniqueEntries(searchParams, "the query string");
  const body = await bodyParameters(request);
  const merged: Parameters = Object.create(null);
  return Object.assign(merged, query, body);
}

/** The parameters with a value. An empty one counts as not given. */
export function given(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).filter(([, value]) => value !== "" && value !== null),
  );
}

const MAX_IGNORED = 20;
/** The platform allows 128 KB for all response headers, many clients and proxies only 16 KB. */
const MAX_HEADER_CHARACTERS = 2_048;

/** The header that names the unknown parameters, percent-encoded: as many as fit, at most 20. */
export function ignoredHeader(
  parameters: Parameters,
  known: ReadonlySet<string>,
): Record<string, string> {
  const names = Object.keys(parameters).filter((name) => name !== "access_token");
  const ignored = names.filter((name) => !known.has(name));
  if (ignored.length === 0) return {};
  let header = "";
  for (const name of ignored.slice(0, MAX_IGNORED)) {
    const encoded = encodeURIComponent(name.slice(0, 100).toWellFormed());
    const longer = header ? `${header}, ${encoded}` : encoded;
    if (longer.length > MAX_HEADER_CHARACTERS) break;
    header = longer;
  }
  return { "X-Ignored-Options": header };
}

/** Whether the percent-encoded bytes are UTF-8. A URL parser silently replaces others. */
function isUtf8(search: string): boolean {
  try {
    // A percent sign without two hexadecimal digits stands for itself.
    decodeURIComponent(search.replace(/%(?![0-9a-f]{2})/gi, "%25"));
    return true;
  } catch {
    return false;
  }
}
