/**
 * Focuses a field and selects its text. Returns how to write into it: `type` with keys, `set` when only its value can be
 * set (dates, colours, ranges), `none` when it is not a field or takes no text.
 */
export function prepareField(selector: string): "type" | "set" | "none" {
  const field = document.querySelector(selector);
  const isText = field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement;
  if (!(field instanceof HTMLElement) || !(isText || field.isContentEditable)) return "none";
  if (isText && (field.disabled || field.readOnly)) return "none";
  field.focus();
  const isTyped =
    !(field instanceof HTMLInputElement) ||
    /^(text|search|url|tel|email|password|number)$/.test(field.type);
  if (!isTyped) return "set";
  // A hidden field cannot be focused: keys would go to another element.
  if (isText && document.activeElement !== field) return "set";
  if (!isText && !document.activeElement?.contains(field)) return "none";
  if (isText) field.select();
  else getSelection()?.selectAllChildren(field);
  return "type";
}

/** Sets a field's value with the native setter, which a framework may have replaced, and dispatches the events. */
export function setFieldValue(selector: string, value: string): void {
  const field = document.querySelector(selector);
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  const setter = Object.getOwnPropertyDescriptor(kind.prototype, "value")?.set;
  setter?.call(field, value);
  field?.dispatchEvent(new Event("input", { bubbles: true }));
  field?.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Chooses an option by value, else by label, and dispatches the events. Returns the problem, or null. */
export function chooseOption(selector: string, wanted: string): string | null {
  const list = document.querySelector(selector);
  if (!(list instanceof HTMLSelectElement)) return "it is no dropdown field.";
  const options = Array.from(list.options);
  const option =
    options.find(({ value }) => value === wanted) ??
    options.find(({ label, text }) => label.trim() === wanted || text.trim() === wanted);
  if (!option) {
    const known = options.slice(0, 20).map(({ value }) => JSON.stringify(value));
    return `it has no option ${JSON.stringify(wanted)}, but ${known.join(", ")}.`;
  }
  const setter = Object.getOwnPropertyDescriptor(HTMLOptionElement.prototype, "selected")?.set;
  setter?.call(option, true);
  list.dispatchEvent(new Event("input", { bubbles: true }));
  list.dispatchEvent(new Event("change", { bubbles: true }));
  return null;
}

/** The state of a checkbox, radio button or switch; null when the first match is none of these. */
export function isChecked(selector: string): boolean | null {
  const box = document.querySelector(selector);
  if (box instanceof HTMLInputElement && /^(checkbox|radio)$/.test(box.type)) return box.checked;
  const aria = box?.getAttribute("aria-checked");
  return aria ? aria === "true" : null;
}

/**
 * Finds out how to submit a form: `enter` when pressing Enter in the field submits it, `done` when this function has
 * submitted it (it has no button and several fields), `none` when there is no form.
 */
export function submitForm(
  lastWrittenSelector: string | null,
  lastTouchedSelector: string | null,
): "enter" | "done" | "none" {
  const takesText = (element: HTMLElement) =>
    element.matches("input, textarea") || element.isContentEditable;
  const at = (selector: string | null) => (selector ? document.querySelector(selector) : null);
  const field = at(lastWrittenSelector) ?? document.activeElement;
  const form =
    (field ?? at(lastTouchedSelector))?.closest("form") ?? at(lastTouchedSelector)?.closest("form");
  if (!form) {
    if (!(field instanceof HTMLElement) || !takesText(field)) return "none";
    field.focus();
    return "enter";
  }
  const parts = Array.from(form.elements);
  const hasButton = parts.some(
    (part) =>
      part instanceof HTMLElement &&
      part.matches(":enabled:is([type=submit], [type=image], button:not([type]))"),
  );
  const fields = parts.filter((part) =>
    part.matches(
      "input:not([type]), input:is([type=text], [type=search], [type=url], [type=tel], [type=email], [type=password], [type=date], [type=number], [type=time])",
    ),
  );
  if (
    field instanceof HTMLInputElement &&
    form.contains(field) &&
    (hasButton || fields.length === 1)
  ) {
    field.focus();
    return "enter";
  }
  form.requestSubmit();
  return "done";
}
