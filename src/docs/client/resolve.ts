import type { Reference } from "./api";
import type { Page } from "./page";

/** What a reference of the document stands for; anything else as it is. */
export function resolve<T extends object>(page: Page, value: T | Reference): T {
  if (!("$ref" in value)) return value;
  const [, , kind = "", name = ""] = value.$ref.split("/");
  return page.api.components[kind]?.[name] as T;
}
