import type { Resource } from "../openapi/operation";
import { account } from "./account";
import { accounts } from "./accounts";
import { configurations } from "./configurations";
import { images } from "./images";
import { notifications } from "./notifications";
import { screenshots } from "./screenshots";
import { service } from "./service";
import { snaps } from "./snaps";

/** Every resource of the API, in reading order. */
export const RESOURCES: readonly Resource[] = [
  snaps,
  configurations,
  screenshots,
  notifications,
  images,
  account,
  accounts,
  service,
];
