import type { Page } from "./page";

/** An answer: its headers, and its image, JSON or text. */
export async function result(
  page: Page,
  response: Response,
  content: Blob,
): Promise<HTMLElement[]> {
  const lines = [...response.headers].map(([name, value]) => `${name}: ${value}`);
  const headers = page.element(
    "details",
    {},
    page.element("summary", {}, "Headers"),
    page.element("pre", { tabindex: "0" }, lines.join("\n")),
  );
  if (content.type.startsWith("image/")) {
    const href = URL.createObjectURL(content);
    const image = page.element("img", { src: href, alt: "The image that was answered" });
    // What is no image is shown as the broken one it is.
    await image.decode().catch(() => undefined);
    const link = page.element("a", { href, target: "_blank" }, image);
    return [headers, page.element("p", {}, `${image.naturalWidth} × ${image.naturalHeight}`), link];
  }
  const text = await content.text();
  if (!content.type.includes("json")) {
    return [headers, page.element("pre", { tabindex: "0" }, text)];
  }
  // Ids that were found here can be asked about next.
  const ids = /"(?!request_)\w+":"([0-9a-f]{24}|[0-9a-f]{40}|[0-9a-f-]{36})"/g;
  for (const [, value] of text.matchAll(ids)) {
    document.querySelector("#ids")?.append(page.element("option", { value }));
  }
  return [headers, page.json(page, JSON.parse(text))];
}
