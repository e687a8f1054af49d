import type { Endpoint } from "./api";
import type { Page } from "./page";

/** How an operation is tried: its form, the same as a curl line, and what comes back. */
export function attempt(page: Page, endpoint: Endpoint): HTMLElement {
  const form = page.form(page, endpoint);
  const line = page.element("code", {});
  const copy = page.element("button", { type: "button" }, "Copy");
  const status = page.element("p", { class: "status", role: "status" });
  const result = page.element("div", {});

  const refresh = () => {
    line.textContent = page.curl(page.request(page, endpoint, form));
    copy.textContent = "Copy";
  };
  refresh();
  form.addEventListener("input", refresh);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // Without them the address means something else; whatever else is wrong, the API says so itself.
    const missing = form.querySelector<HTMLInputElement>("[data-in=path]:invalid");
    if (missing) missing.reportValidity();
    else if (form.ariaBusy !== "true") {
      form.ariaBusy = "true";
      await page.send(page, page.request(page, endpoint, form), status, result);
      form.ariaBusy = "false";
    }
  });
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(line.textContent ?? "");
    copy.textContent = "Copied";
  });
  const shown = page.element("pre", { tabindex: "0", "aria-label": "As a curl line" }, line);
  const curl = page.element("div", { class: "curl" }, shown, copy);
  return page.element("div", {}, form, curl, status, result);
}
