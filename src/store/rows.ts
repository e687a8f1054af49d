import type { accounts } from "./tables/accounts";
import type { configurations } from "./tables/configurations";
import type { attempts, deliveries, endpoints } from "./tables/deliveries";
import type { notifications } from "./tables/notifications";
import type { purges } from "./tables/purges";
import type { screenshots } from "./tables/screenshots";

// The rows of the tables. Other folders import these types, and never the tables.

export type AccountRow = typeof accounts.$inferSelect;
export type AttemptRow = typeof attempts.$inferSelect;
export type ConfigurationRow = typeof configurations.$inferSelect;
export type DeliveryRow = typeof deliveries.$inferSelect;
export type EndpointRow = typeof endpoints.$inferSelect;
export type NotificationRow = typeof notifications.$inferSelect;
export type PurgeRow = typeof purges.$inferSelect;
export type ScreenshotRow = typeof screenshots.$inferSelect;
