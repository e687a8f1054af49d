import type { ApiEndpoint, ApiResponse, Client } from "./api";

declare const client: Client;

/** A request without its key. */
interface ClientRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  /** The shell variable in the curl command, and the id of the input, that hold the key. */
  keyName: "API_KEY" | "ADMIN_TOKEN" | null;
  body: string | null;
  /** The file in which curl saves the image; null if the response is text. */
  file: string | null;
}

/** The request that a form describes. */
export function buildRequest(endpoint: ApiEndpoint, form: HTMLFormElement): ClientRequest {
  const { method, path, operation } = endpoint;
  let filledPath = path;
  for (const [name, value] of client.readValues(form, "path")) {
    filledPath = filledPath.replace(`{${name}}`, encodeURIComponent(value));
  }
  const query = new URLSearchParams(client.readValues(form, "query")).toString();
  const [scheme] = operation.security.flatMap((each) => Object.keys(each));
  const isForm = client.readValues(form, "type")[0]?.[1] === "form";
  return {
    method: method.toUpperCase(),
    url: location.origin + filledPath + (query && `?${query}`),
    keyName: !scheme ? null : scheme === "AdminToken" ? "ADMIN_TOKEN" : "API_KEY",
    file: client.chooseFile(endpoint, form),
    ...client.buildBody(endpoint, client.readValues(form, "body"), isForm),
  };
}

/** The file for the image of the response; null if the response is not an image. */
export function chooseFile({ operation }: ApiEndpoint, form: HTMLFormElement): string | null {
  const success = operation.responses["200"] ?? { description: "" };
  const { content = {} } = client.resolveReference<ApiResponse>(success);
  const imageType = Object.keys(content).find((type) => type.startsWith("image/"));
  const values = [...client.readValues(form, "query"), ...client.readValues(form, "body")];
  const { json, image_format } = Object.fromEntries(values);
  if (imageType === undefined || json === "true") return null;
  return `screenshot.${image_format ?? imageType.slice("image/".length)}`;
}

/** The body of a request, as form data or as JSON. */
export function buildBody(
  { operation }: ApiEndpoint,
  values: [name: string, value: string][],
  isForm: boolean,
): Pick<ClientRequest, "headers" | "body"> {
  if (values.length === 0) return { headers: {}, body: null };
  if (isForm) {
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    return { headers, body: new URLSearchParams(values).toString() };
  }
  const fields = client.listFields(operation);
  const typed = values.map(([name, value]) => {
    // A string stays a string, even if it looks like a number or like JSON.
    const isString = fields.some(
      (field) => field.name === name && client.hasType(field.schema, "string"),
    );
    return [name, isString ? value : client.parseJson(value)];
  });
  const headers = { "Content-Type": "application/json" };
  return { headers, body: JSON.stringify(Object.fromEntries(typed)) };
}

/** The parsed JSON, or the text itself if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The request as a curl command, with a shell variable in place of the key. */
export function formatCurl({ method, url, headers, keyName, body, file }: ClientRequest): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  return [
    `curl ${method === "GET" ? "" : `-X ${method} `}${quote(url)}`,
    ...(keyName ? [`-H "Authorization: Bearer $${keyName}"`] : []),
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`-d ${quote(body)}`]),
    ...(file === null ? [] : [`-o ${file}`]),
  ].join(" \\\n  ");
}

/** Sends a request with the key that was entered, and shows its status and its response. */
export async function sendRequest(
  request: ClientRequest,
  status: HTMLElement,
  result: HTMLElement,
): Promise<void> {
  const showStatus = (kind: string, text: string) => {
    status.className = `status ${kind}`;
    status.textContent = text;
  };
  URL.revokeObjectURL(result.querySelector("img")?.src ?? "");
  result.replaceChildren();
  showStatus("", "Sending …");
  const startedAt = performance.now();
  try {
    const response = await client.fetchResponse(request);
    const content = await response.blob();
    const ms = Math.round(performance.now() - startedAt);
    const size = `${content.size.toLocaleString("en")} bytes`;
    result.replaceChildren(...(await client.renderResponse(response, content)));
    const facts = [`${response.status} ${response.statusText}`, `${ms} ms`, size];
    showStatus(response.ok ? "good" : "bad", facts.join(" · "));
  } catch (error) {
    showStatus("bad", `No answer: ${error}`);
  }
}

/** The response to a request that carries the key from the top of the page. */
export function fetchResponse({
  method,
  url,
  headers,
  keyName,
  body,
}: ClientRequest): Promise<Response> {
  const key = keyName && document.querySelector<HTMLInputElement>(`#${keyName}`)?.value;
  const authorization = key ? { Authorization: `Bearer ${key.trim()}` } : {};
  return fetch(url, {
    method,
    body,
    cache: "no-store",
    credentials: "omit",
    headers: { ...headers, ...authorization },
  });
}

/** What came back: the headers, then the image, the JSON or the text. */
export async function renderResponse(response: Response, content: Blob): Promise<HTMLElement[]> {
  const lines = [...response.headers].map(([name, value]) => `${name}: ${value}`);
  const headers = client.createElement("pre", { tabindex: "0" }, lines.join("\n"));
  const details = client.createDetails({}, ["Headers"], headers);
  if (content.type.startsWith("image/")) return [details, ...(await client.renderImage(content))];
  const text = await content.text();
  if (!content.type.includes("json")) {
    return [details, client.createElement("pre", { tabindex: "0" }, text)];
  }
  client.suggestIds(text);
  return [details, client.renderJson(JSON.parse(text))];
}

/** Offers the ids in a response as values for path parameters. */
export function suggestIds(json: string): void {
  const ids = /"(?!request_)\w+":"([0-9a-f]{24}|[0-9a-f]{40}|[0-9a-f-]{36})"/g;
  for (const [, value] of json.matchAll(ids)) {
    document.querySelector("#ids")?.append(client.createElement("option", { value }));
  }
}
