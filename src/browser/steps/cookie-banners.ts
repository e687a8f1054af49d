import type { Stage } from "../stage";

export async function armConsent(_: Stage): Promise<void> {}

export async function removeCookieBanners(_: Stage): Promise<void> {}
