import { AppError } from "../errors";

/** 1 MiB: no useful request is larger, and an isolate holds it easily. */
const MAX_BODY_BYTES = 1_048_576;

const MAX_PARAMETERS = 200;

/** Parameters by name. A form gives text, JSON any value. */
export type Parameters = Record<string, unknown>;

/** Reads the parameters of a body by its content type. `GET` and `HEAD` have none. */
export async function bodyParameters(request: Request): Promise<Parameters> {
  if (request.method === "GET" || request.method === "HEAD") return {};
  const bytes = await readLimited(request);
  if (bytes.length === 0) return {};
  const type =
    (request.headers.get("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "application/json" || type.endsWith("+json")) return jsonObject(utf8(bytes));
  if (type === "application/x-www-form-urlencoded") {
    return uniqueEntries(new URLSearchParams(utf8(bytes)), "the body");
  }
  if (type === "multipart/form-data") return multipart(request, bytes);
  throw new AppError(
    "unsupported_media_type",
    `The body's type ${type || "(none)"} is not understood; send application/json, application/x-www-form-urlencoded or multipart/form-data.`,
  );
}

/** Turns entries into a map. `invalid_options` when a name is given twice. */
export function uniqueEntries(
  entries: Iterable<[string, string]>,
  source: string,
): Record<string, string> {
  const map: Record<string, string> = Object.create(null);
  let count = 0;
  for (const [name, value] of entries) {
    count += 1;
    if (count > MAX_PARAMETERS) {
      throw new AppError(
        "invalid_options",
        `${source} has more than ${MAX_PARAMETERS} parameters.`,
      );
    }
    if (name in map) {
      throw new AppError("invalid_options", `${name.slice(0, 100)} is given twice in ${source}.`);
    }
    map[name] = value;
  }
  return map;
}

async function readLimited(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.length;
      if (length > MAX_BODY_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("malformed_body", "The body did not arrive whole.");
  }
  return Buffer.concat(chunks);
}

function tooLarge(): AppError {
  return new AppError("payload_too_large", `A body holds at most ${MAX_BODY_BYTES} bytes.`);
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new AppError("malformed_body", "The body is not valid UTF-8.");
  }
}

function jsonObject(text: string): Parameters {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError("malformed_body", "The body is not valid JSON.");
  }
  if (!value || typeof value !== "object" || Array.isArray(value)) {
    throw new AppError("malformed_body", "The JSON body is not an object.");
  }
  return value as Parameters;
}

async function multipart(request: Request, bytes: Uint8Array): Promise<Parameters> {
  const type = request.headers.get("Content-Type") ?? "";
  const form = await new Response(bytes, { headers: { "Content-Type": type } })
    .formData()
    .catch(() => {
      throw new AppError("malformed_body", "The multipart body cannot be read.");
    });
  const texts: [string, string][] = [];
  for (const [name, value] of form as unknown as Iterable<[string, string | File]>) {
    if (typeof value !== "string") {
      throw new AppError("invalid_options", `${name.slice(0, 100)} is a file; it must be text.`);
    }
    texts.push([name, value]);
  }
  // `formData` silently replaces bytes that are not UTF-8.
  utf8(bytes);
  return uniqueEntries(texts, "the body");
}
