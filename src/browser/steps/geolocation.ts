import type { CaptureState } from "../state";

/**
 * Sets the browser's location, and grants every origin the permission to read it: a redirect may lead to another
 * origin, which may ask at once. A frame of another origin is still refused by its permissions policy.
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
