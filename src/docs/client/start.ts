import type { Api, Endpoint } from "./api";
import type { Page } from "./page";

/** Fetches the description of the API and fills the page with it. */
export async function start(page: Page): Promise<void> {
  const [nav, main] = [document.querySelector("nav"), document.querySelector("main")];
  const response = await fetch("openapi.json");
  page.api = (await response.json()) as Api;
  const { info, tags, paths } = page.api;
  const endpoints = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Endpoint => ({ method, path, operation })),
  );
  main?.replaceChildren(...page.prose(page, info.description));
  for (const { name, description } of tags) {
    const own = endpoints.filter(({ operation }) => operation.tags.includes(name));
    const links = own.map(({ operation: { operationId, summary } }) =>
      page.element("li", {}, page.element("a", { href: `#${operationId}` }, summary)),
    );
    nav?.append(page.element("h2", {}, name), page.element("ul", {}, ...links));
    main?.append(
      page.element(
        "section",
        {},
        page.element("h2", {}, name),
        ...page.prose(page, description),
        ...own.map((endpoint) => page.operation(page, endpoint)),
      ),
    );
  }
  const open = () => {
    const named = document.getElementById(location.hash.slice(1));
    if (!(named instanceof HTMLDetailsElement)) return;
    named.open = true;
    named.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
}
