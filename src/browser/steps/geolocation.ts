import type { Stage } from "../stage";

/** Puts the browser at a place, and lets the page's own origin ask for it. */
export async function setGeolocation({ page, context, options }: Stage): Promise<void> {
  const { latitude, longitude, accuracy } = options;
  if (latitude === undefined || longitude === undefined) return;
  await page.setGeolocation({ latitude, longitude, accuracy: accuracy ?? 0 });

  const allow = (url: string) => context.overridePermissions(new URL(url).origin, ["geolocation"]);
  await allow(options.url);
  // A redirect may lead to another origin, which is then the page's.
  page.on("request", (request) => {
    const isPage = request.isNavigationRequest() && request.frame() === page.mainFrame();
    if (isPage) allow(request.url()).catch(() => undefined);
  });
}
