import { AppError } from "../errors";
import { bodyParameters, type Parameters, uniqueEntries } from "./body";

/** https://developers.cloudflare.com/workers/platform/limits/: a URL ends at 16 KB. */
const MAX_QUERY_CHARACTERS = 16_000;

/** The parameters of a request: those of the query string, overridden by those of the body. */
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

/** Parameters that carry a value: an empty one counts as not given. */
export function given(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).filter(([, value]) => value !== "" && value !== null),
  );
}

const MAX_IGNORED = 20;
/** All response headers together may hold 128 KB on the platform, 16 KB in many clients and proxies. */
const MAX_HEADER_CHARACTERS = 2_048;

/** Header that names the parameters nobody here knows, percent-encoded: as many as fit, at most 20. */
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

/** Whether what is percent-encoded is UTF-8: the URL standard replaces the rest without a word. */
function isUtf8(search: string): boolean {
  try {
    // A percent sign that encodes nothing stands for itself.
    decodeURIComponent(search.replace(/%(?![0-9a-f]{2})/gi, "%25"));
    return true;
  } catch {
    return false;
  }
}
