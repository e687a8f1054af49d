import type { CaptureState } from "../state";

/**
 * Puts the browser at a place, and lets pages ask for it. Of every origin, since a redirect may lead to another one,
 * and that page may ask at once: a frame of another origin than the page's is refused by its permissions policy.
 */
export async function setGeolocation({
  page,
  client,
  workspace,
  options,
}: CaptureState): Promise<void> {
  const { latitude, longitude, accuracy } = options;
  if (latitude === undefined || longitude === undefined) return;
  await page.setGeolocation({ latitude, longitude, accuracy: accuracy ?? 0 });
  await client.connection()?.send("Browser.grantPermissions", {
    ...(workspace.context.id ? { browserContextId: workspace.context.id } : {}),
    permissions: ["geolocation"],
  });
}
