import type { Answer, Endpoint, Sent } from "./api";
import type { Page } from "./page";

/** The request that a form describes; its key is named, not told. */
export function request(page: Page, endpoint: Endpoint, form: HTMLFormElement): Sent {
  const { method, path, operation } = endpoint;
  const given = (place: string) =>
    [...form.querySelectorAll<HTMLInputElement>(`[data-in=${place}]`)]
      .filter(({ value }) => value !== "")
      .map(({ name, value }): [string, string] => [name, value]);

  let address = path;
  for (const [name, value] of given("path")) {
    address = address.replace(`{${name}}`, encodeURIComponent(value));
  }
  const query = new URLSearchParams(given("query")).toString();
  const [scheme] = operation.security.flatMap((each) => Object.keys(each));

  const { content = {} } = page.resolve<Answer>(
    page,
    operation.responses["200"] ?? { description: "" },
  );
  const fields = given("body");
  const { json, image_format } = Object.fromEntries([...given("query"), ...fields]);
  const [type] = Object.keys(content).filter((each) => each.startsWith("image/"));
  const isImage = type !== undefined && json !== "true";

  return {
    method: method.toUpperCase(),
    url: location.origin + address + (query && `?${query}`),
    key: !scheme ? null : scheme === "AdminToken" ? "ADMIN_TOKEN" : "API_KEY",
    file: isImage ? `screenshot.${image_format ?? type.slice(6)}` : null,
    ...page.body(page, endpoint, fields, given("type")[0]?.[1] === "form"),
  };
}
