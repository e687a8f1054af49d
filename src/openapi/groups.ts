import { account } from "./groups/account";
import { configurations } from "./groups/configurations";
import { images } from "./groups/images";
import { notifications } from "./groups/notifications";
import { operator } from "./groups/operator";
import { screenshots } from "./groups/screenshots";
import { service } from "./groups/service";
import { snaps } from "./groups/snaps";
import type { Group } from "./operation";

/** Everything that is served, in reading order. */
export const GROUPS: readonly Group[] = [
  snaps,
  configurations,
  screenshots,
  notifications,
  images,
  account,
  operator,
  service,
];
