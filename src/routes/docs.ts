import { docsPage } from "../docs/page";
import type { RequestContext } from "../http/app-env";
import { cacheable } from "../http/caching";
import { openApiDocument } from "../openapi/document";

/** A new deployment may answer otherwise. */
const KEPT = cacheable({ edge: 60, browser: "public, max-age=60", tags: ["docs"] });

/** `GET /openapi.json`: the API, as tools read it. */
export function getOpenApi(c: RequestContext): Response {
  // Not the request's origin: the edge keeps one answer for all hosts of the Worker.
  return c.json(openApiDocument(c.env.PUBLIC_BASE_URL.replace(/\/+$/, "")), 200, KEPT);
}

/** `GET /docs`, and `GET /` for whoever opens the service in a browser: a page to read and try the API. */
export async function getDocs(c: RequestContext): Promise<Response> {
  const { html, policy } = await docsPage();
  return c.html(html, 200, { ...KEPT, "Content-Security-Policy": policy });
}
