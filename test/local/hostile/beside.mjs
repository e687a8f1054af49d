import { LISTENER } from "../../support/hostile/private.mjs";
import { until } from "../service.mjs";
import { takeNeighbours } from "./neighbours.mjs";

/**
 * Captures a hostile page, and repeats rounds of three parallel ordinary captures until it has ended. Returns the
 * outcome of the page and of each round, and whether the page reached the private listener.
 */
export async function captureBeside(service, site, page) {
  const log = crypto.randomUUID();
  let hostile;
  const capturing = service.snap(site.at(`/hostile/${page.name}?log=${log}`)).then((shot) => {
    hostile = shot;
  });
  // Waits until the browser has requested the page.
  await until(async () => hostile || (await site.askedBy(log)).length > 0);
  const rounds = [];
  do rounds.push(await takeNeighbours(service, site));
  while (!hostile);
  await capturing;
  return { hostile, rounds, reached: (await site.askedBy(log)).includes(LISTENER) };
}
