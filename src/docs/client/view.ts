import type { ApiEndpoint, ApiOperation, ApiReference, ApiResponse, ApiTag, Client } from "./api";

declare const client: Client;

/** Loads the description of the API and shows all of its operations. */
export async function showApi(): Promise<void> {
  const [nav, main] = [document.querySelector("nav"), document.querySelector("main")];
  const response = await fetch("openapi.json");
  client.api = await response.json();
  main?.replaceChildren(...client.renderParagraphs(client.api.info.description));
  for (const tag of client.api.tags) {
    const endpoints = client
      .listEndpoints()
      .filter(({ operation }) => operation.tags.includes(tag.name));
    nav?.append(...client.renderLinks(tag, endpoints));
    main?.append(client.renderSection(tag, endpoints));
  }
  addEventListener("hashchange", client.openLinkedOperation);
  client.openLinkedOperation();
}

/** Opens the operation that the URL's fragment names. */
export function openLinkedOperation(): void {
  const element = document.getElementById(location.hash.slice(1));
  if (!(element instanceof HTMLDetailsElement)) return;
  element.open = true;
  element.scrollIntoView();
}

/** A tag's part of the navigation. */
export function renderLinks({ name }: ApiTag, endpoints: ApiEndpoint[]): HTMLElement[] {
  const items = endpoints.map(({ operation: { operationId, summary } }) => {
    const link = client.createElement("a", { href: `#${operationId}` }, summary);
    return client.createElement("li", {}, link);
  });
  return [client.createElement("h2", {}, name), client.createElement("ul", {}, ...items)];
}

/** A tag with its operations. */
export function renderSection(
  { name, description }: ApiTag,
  endpoints: ApiEndpoint[],
): HTMLElement {
  return client.createElement(
    "section",
    {},
    client.createElement("h2", {}, name),
    ...client.renderParagraphs(description),
    ...endpoints.map((endpoint) => client.renderOperation(endpoint)),
  );
}

/** An operation. Its content is rendered when it is opened for the first time. */
export function renderOperation(endpoint: ApiEndpoint): HTMLElement {
  const { method, path, operation } = endpoint;
  const details = client.createDetails({ id: operation.operationId, class: "operation" }, [
    client.createElement("b", { class: `method ${method}` }, method.toUpperCase()),
    client.createElement("code", {}, path),
    client.createElement("span", {}, operation.summary),
  ]);
  const renderContent = () => {
    const request = client.renderRequest(endpoint);
    const answers = client.renderResponses(operation);
    details.append(
      ...client.renderParagraphs(operation.description),
      client.createElement("div", { class: "columns" }, request, answers),
    );
  };
  details.addEventListener("toggle", renderContent, { once: true });
  return details;
}

/** The form of an operation, the curl command for it, and a place for the response. */
export function renderRequest(endpoint: ApiEndpoint): HTMLElement {
  const form = client.renderForm(endpoint);
  const curl = client.renderCurl(endpoint, form);
  const status = client.createElement("p", { class: "status", role: "status" });
  const result = client.createElement("div");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // Without a path parameter the URL means another operation. The API itself reports every other mistake.
    const missing = form.querySelector<HTMLInputElement>("[data-in=path]:invalid");
    if (missing) missing.reportValidity();
    else if (form.ariaBusy !== "true") {
      form.ariaBusy = "true";
      await client.sendRequest(client.buildRequest(endpoint, form), status, result);
      form.ariaBusy = "false";
    }
  });
  return client.createElement("div", {}, form, curl, status, result);
}

/** The curl command for what the form contains, with a button that copies it. */
export function renderCurl(endpoint: ApiEndpoint, form: HTMLFormElement): HTMLElement {
  const command = client.createElement("code");
  const copy = client.createElement("button", { type: "button" }, "Copy");
  const update = () => {
    command.textContent = client.formatCurl(client.buildRequest(endpoint, form));
    copy.textContent = "Copy";
  };
  update();
  form.addEventListener("input", update);
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(command.textContent ?? "");
    copy.textContent = "Copied";
  });
  const pre = client.createElement(
    "pre",
    { tabindex: "0", "aria-label": "As a curl command" },
    command,
  );
  return client.createElement("div", { class: "curl" }, pre, copy);
}

/** The documented responses of an operation. */
export function renderResponses({ responses }: ApiOperation): HTMLElement {
  const heading = client.createElement("h3", {}, "Answers");
  const rows = Object.entries(responses).map(([status, response]) =>
    client.renderDocumentedResponse(status, client.resolveReference<ApiResponse>(response)),
  );
  return client.createElement("div", { class: "answers" }, heading, ...rows);
}

/** A documented response: an example of its JSON, or what each of its error codes means. */
export function renderDocumentedResponse(status: string, response: ApiResponse): HTMLElement {
  const { description, content = {} } = response;
  const { example, examples = {} } = content["application/json"] ?? {};
  // The name of an example is its error code, or the code and a reason: `screenshot_failed.timeout`.
  const codes = new Set(Object.keys(examples).map((name) => name.split(".")[0] ?? ""));
  const names = [...(codes.size > 0 ? codes : Object.keys(content))].join(", ");
  const kind = Number(status) >= 400 ? "bad" : "good";
  return client.createDetails(
    { open: example !== undefined },
    [client.createElement("b", { class: kind }, status), ` ${names || description}`],
    ...(codes.size > 0 ? [client.renderErrors(examples)] : client.renderParagraphs(description)),
    ...(example ? [client.renderJson(example)] : []),
  );
}

/** The meaning of each error code. */
export function renderErrors(examples: Record<string, ApiReference>): HTMLElement {
  const items = Object.entries(examples).map(([name, reference]) => {
    const { summary } = client.resolveReference<{ summary: string }>(reference);
    const code = client.createElement("code", {}, name.replace(".", ", reason "));
    return client.createElement("li", {}, code, ` ${summary}`);
  });
  return client.createElement("ul", {}, ...items);
}
