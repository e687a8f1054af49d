import type { Endpoint } from "./api";
import type { Page } from "./page";

/** One operation, closed until somebody opens it. */
export function operation(page: Page, endpoint: Endpoint): HTMLElement {
  const { method, path, operation: of } = endpoint;
  const made = page.element(
    "details",
    { id: of.operationId, class: "operation" },
    page.element(
      "summary",
      {},
      page.element("b", { class: `method ${method}` }, method.toUpperCase()),
      page.element("code", {}, path),
      page.element("span", {}, of.summary),
    ),
  );
  made.addEventListener(
    "toggle",
    () =>
      made.append(
        ...page.prose(page, of.description),
        page.element(
          "div",
          { class: "columns" },
          page.attempt(page, endpoint),
          page.answers(page, of),
        ),
      ),
    { once: true },
  );
  return made;
}
