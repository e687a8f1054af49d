import { describe } from "vitest";
import { newConfiguration, newDeliveries, receiver } from "../support/deliveries";
import { pagingSpec } from "../support/paging-spec";

describe.each([
  "/change_notifications",
  "/screenshot_configs/change_notifications",
  "/screenshot_configs/:id/change_notifications",
])("GET %s", (pattern) => {
  pagingSpec(
    async () => {
      const configuration = await newConfiguration();
      return {
        path: pattern.replace(":id", configuration.id),
        headers: { Authorization: `Bearer ${configuration.key}` },
        seed: (times) => newDeliveries(configuration, receiver("paged", "200"), times),
      };
    },
    (body) => body.change_notifications.map(({ id }: { id: string }) => id),
  );
});
