import { LISTENER } from "../../support/hostile/private.mjs";
import { until } from "../service.mjs";
import { takeNeighbours } from "./neighbours.mjs";

/**
 * Captures a hostile page, and three ordinary ones side by side beside it, again and again until it has ended.
 * Tells its outcome, that of each round of the others, and whether it reached the private listener.
 */
export async function captureBeside(service, site, page) {
  const log = crypto.randomUUID();
  let hostile;
  const capturing = service.snap(site.at(`/hostile/${page.name}?log=${log}`)).then((shot) => {
    hostile = shot;
  });
  // From here on the page is in the browser.
  await until(async () => hostile || (await site.askedBy(log)).length > 0);
  const rounds = [];
  do rounds.push(await takeNeighbours(service, site));
  while (!hostile);
  await capturing;
  return { hostile, rounds, reached: (await site.askedBy(log)).includes(LISTENER) };
}
