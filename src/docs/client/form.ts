import type { Endpoint } from "./api";
import type { Page } from "./page";

/** The form of an operation: what must be given and what its example gives in sight, the rest folded away. */
export function form(page: Page, endpoint: Endpoint): HTMLFormElement {
  const { operationId, requestBody } = endpoint.operation;
  const all = page.fields(page, endpoint);
  const inSight = all.filter(
    (of) => all.length < 7 || of.required || (of.in === "body" && of.example !== undefined),
  );
  const grid = (fields: typeof all) =>
    page.element(
      "div",
      { class: "fields" },
      ...fields.map((of) => page.field(page, `${operationId}-${of.name}`, of)),
    );
  const made = page.element(
    "form",
    { novalidate: true },
    page.element("h3", {}, "Request"),
    grid(inSight),
  );
  const more = all.filter((of) => !inSight.includes(of));
  if (more.length > 0) {
    const summary = page.element("summary", {}, `${more.length} more options`);
    made.append(page.element("details", {}, summary, grid(more)));
  }
  if (requestBody) {
    const id = `${operationId}-type`;
    const types = ["JSON", "form"].map((name) => page.element("option", {}, name));
    made.append(
      page.element("label", { for: id }, "Body as"),
      page.element("select", { id, "data-in": "type" }, ...types),
    );
  }
  made.append(page.element("button", {}, "Send"));
  return made;
}
