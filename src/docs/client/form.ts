import type { ApiEndpoint, Client, FormField } from "./api";

declare const client: Client;

/** The form of an operation. If it has many fields, the optional ones without an example are collapsed. */
export function renderForm({ operation }: ApiEndpoint): HTMLFormElement {
  const { operationId, requestBody } = operation;
  const fields = client.listFields(operation);
  const isShown = (field: FormField) =>
    fields.length < 7 || field.required || (field.in === "body" && field.example !== undefined);
  const renderGrid = (some: FormField[]) => {
    const children = some.map((field) => client.renderField(`${operationId}-${field.name}`, field));
    return client.createElement("div", { class: "fields" }, ...children);
  };

  const heading = client.createElement("h3", {}, "Request");
  const shown = renderGrid(fields.filter(isShown));
  const form = client.createElement("form", { novalidate: true }, heading, shown);
  const collapsed = fields.filter((field) => !isShown(field));
  if (collapsed.length > 0) {
    const summary = `${collapsed.length} more options`;
    form.append(client.createDetails({}, [summary], renderGrid(collapsed)));
  }
  if (requestBody) form.append(...client.renderBodyType(`${operationId}-type`));
  form.append(client.createElement("button", {}, "Send"));
  return form;
}

/** The choice of the body's media type. */
export function renderBodyType(id: string): HTMLElement[] {
  const options = ["JSON", "form"].map((name) => client.createElement("option", {}, name));
  return [
    client.createElement("label", { for: id }, "Body as"),
    client.createElement("select", { id, "data-in": "type" }, ...options),
  ];
}

/** A field: its label, its control, and its description. */
export function renderField(id: string, field: FormField): HTMLElement {
  const control = client.renderControl(id, field);
  // Path parameters are short: ids and names. Every other required text gets the full width.
  const isWide =
    control.matches("textarea") ||
    (field.required && field.in !== "path" && control.matches("input:not([type=number])"));
  return client.createElement(
    "div",
    { class: isWide ? "field wide" : "field" },
    client.createElement("label", { for: id }, field.name, field.required ? " *" : ""),
    control,
    client.createElement("p", { id: `${id}-about` }, client.describeField(field)),
  );
}

/** The control that suits the type of a field. */
export function renderControl(
  id: string,
  field: FormField,
): HTMLSelectElement | HTMLInputElement | HTMLTextAreaElement {
  const { name, schema, required, example } = field;
  const attributes = {
    id,
    name,
    "data-in": field.in,
    required,
    "aria-describedby": `${id}-about`,
  };
  const choices = schema.enum ?? (client.hasType(schema, "boolean") ? ["true", "false"] : null);
  const control = choices
    ? client.createElement("select", attributes, ...client.renderOptions(choices))
    : client.renderInput(attributes, field);
  // The id in the example of a path exists in no reader's account. Examples of other fields can be sent.
  if (example !== undefined && field.in !== "path" && (required || field.in === "body")) {
    control.value = client.formatValue(example) ?? "";
  }
  return control;
}

/** The options of a field that may stay empty. */
export function renderOptions(choices: (string | null)[]): HTMLOptionElement[] {
  const none = client.createElement("option", { value: "" }, "–");
  const words = choices.filter((choice) => choice !== null);
  return [none, ...words.map((word) => client.createElement("option", {}, word))];
}

/** An input for a line of text or a number, or a textarea for lists and scripts. */
export function renderInput(
  attributes: Record<string, string | boolean>,
  { name, in: place, schema, example }: FormField,
): HTMLInputElement | HTMLTextAreaElement {
  const isInteger = client.hasType(schema, "integer");
  const isNumber = isInteger || client.hasType(schema, "number");
  const isLong = client.hasType(schema, "array") || schema.anyOf || name.endsWith("_inject");
  return client.createElement(isLong ? "textarea" : "input", {
    ...attributes,
    autocomplete: "off",
    spellcheck: "false",
    rows: isLong ? "2" : undefined,
    placeholder: client.formatValue(schema.default ?? example ?? schema.examples?.[0]),
    list: place === "path" ? "ids" : undefined,
    type: isNumber ? "number" : undefined,
    step: isNumber ? (isInteger ? "1" : "any") : undefined,
    min: isNumber ? client.formatValue(schema.minimum) : undefined,
    max: isNumber ? client.formatValue(schema.maximum) : undefined,
  });
}

/** What a field means, which values it accepts, and its default. */
export function describeField({ description, schema }: FormField): string {
  const { minimum, maximum } = schema;
  const isNumber = client.hasType(schema, "integer") || client.hasType(schema, "number");
  const range = maximum === undefined ? `from ${minimum}` : `${minimum} to ${maximum}`;
  const parts = [
    description,
    schema["x-accepted"] ?? (isNumber ? range : ""),
    schema.default === undefined ? "" : `default ${client.formatValue(schema.default)}`,
  ];
  return parts.filter(Boolean).join(" · ");
}

/** A value as the text of a control. */
export function formatValue(value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}

/** The names and values that were filled in for one part of the request. */
export function readValues(form: HTMLFormElement, place: string): [name: string, value: string][] {
  return [...form.querySelectorAll<HTMLInputElement>(`[data-in=${place}]`)]
    .filter(({ value }) => value !== "")
    .map(({ name, value }) => [name, value]);
}
