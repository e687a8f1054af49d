import type { Answer, Operation } from "./api";
import type { Page } from "./page";

/** What an operation answers: a sample, or what each of its errors means. */
export function answers(page: Page, { responses }: Operation): HTMLElement {
  const rows = Object.entries(responses).map(([status, reference]) => {
    const { description, content = {} } = page.resolve<Answer>(page, reference);
    const { example, examples = {} } = content["application/json"] ?? {};
    const codes = new Set(Object.keys(examples).map((name) => name.split(".")[0] ?? ""));
    const names = [...(codes.size > 0 ? codes : Object.keys(content))].join(", ");
    const meanings = Object.entries(examples).map(([name, meaning]) =>
      page.element(
        "li",
        {},
        page.element("code", {}, name.replace(".", ", reason ")),
        ` ${page.resolve<{ summary: string }>(page, meaning).summary}`,
      ),
    );
    const isError = Number(status) >= 400;
    return page.element(
      "details",
      { open: example !== undefined },
      page.element(
        "summary",
        {},
        page.element("b", { class: isError ? "bad" : "good" }, status),
        ` ${names || description}`,
      ),
      ...(meanings.length > 0
        ? [page.element("ul", {}, ...meanings)]
        : page.prose(page, description)),
      ...(example ? [page.json(page, example)] : []),
    );
  });
  return page.element("div", { class: "answers" }, page.element("h3", {}, "Answers"), ...rows);
}
