import type { Sent } from "./api";
import type { Page } from "./page";

/** Sends a request with the key that was entered; tells its status, and shows what comes back. */
export async function send(
  page: Page,
  { method, url, headers, key, body }: Sent,
  status: HTMLElement,
  place: HTMLElement,
): Promise<void> {
  const input = key && document.querySelector<HTMLInputElement>(`#${key}`);
  const bearer = input?.value ? { Authorization: `Bearer ${input.value.trim()}` } : {};
  const tell = (mood: string, text: string) => {
    status.className = `status ${mood}`;
    status.textContent = text;
  };
  URL.revokeObjectURL(place.querySelector("img")?.src ?? "");
  place.replaceChildren();
  tell("", "Sending …");
  const startedAt = performance.now();
  try {
    const response = await fetch(url, {
      ...{ method, body, cache: "no-store", credentials: "omit" },
      headers: { ...headers, ...bearer },
    });
    const content = await response.blob();
    const ms = Math.round(performance.now() - startedAt);
    const size = `${content.size.toLocaleString("en")} bytes`;
    place.replaceChildren(...(await page.result(page, response, content)));
    const facts = [`${response.status} ${response.statusText}`, `${ms} ms`, size];
    tell(response.ok ? "good" : "bad", facts.join(" · "));
  } catch (error) {
    tell("bad", `No answer: ${error}`);
  }
}
