import type { Field } from "./api";
import type { Page } from "./page";

/** One field with its label, what it accepts, and the control that fits its type. */
export function field(page: Page, id: string, of: Field): HTMLElement {
  const { name, schema, required, example, description } = of;
  const { minimum, maximum } = schema;
  const types = [schema.type ?? "text"].flat();
  const words = schema.enum ?? (types.includes("boolean") ? ["true", "false"] : null);
  const isNumber = types.includes("integer") || types.includes("number");
  const isLong = types.includes("array") || schema.anyOf || name.endsWith("_inject");
  const isWide = isLong || (required && of.in !== "path" && !words && !isNumber);
  const sample = example ?? schema.examples?.[0];
  const text = (value: unknown) =>
    value === undefined || typeof value === "string" ? value : JSON.stringify(value);

  const attributes = { id, name, "data-in": of.in, required, "aria-describedby": `${id}-about` };
  const control = words
    ? page.element(
        "select",
        attributes,
        page.element("option", { value: "" }, "–"),
        ...words.filter((word) => word !== null).map((word) => page.element("option", {}, word)),
      )
    : page.element(isLong ? "textarea" : "input", {
        ...attributes,
        ...{ autocomplete: "off", spellcheck: "false", rows: isLong ? "2" : undefined },
        placeholder: text(schema.default ?? sample),
        list: of.in === "path" ? "ids" : undefined,
        ...(isNumber ? { type: "number", step: types.includes("integer") ? "1" : "any" } : {}),
        ...(isNumber ? { min: text(minimum), max: text(maximum) } : {}),
      });
  // A place in an address is somebody's own; anything else may begin with its example.
  if (example !== undefined && of.in !== "path" && (required || of.in === "body")) {
    control.value = text(example) ?? "";
  }

  const range = maximum === undefined ? `from ${minimum}` : `${minimum} to ${maximum}`;
  const about = [
    description,
    schema["x-accepted"] ?? (isNumber ? range : ""),
    schema.default === undefined ? "" : `default ${text(schema.default)}`,
  ];
  return page.element(
    "div",
    { class: isWide ? "field wide" : "field" },
    page.element("label", { for: id }, name, required ? " *" : ""),
    control,
    page.element("p", { id: `${id}-about` }, about.filter(Boolean).join(" · ")),
  );
}
