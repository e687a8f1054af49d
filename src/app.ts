import { Hono } from "hono";
import { except } from "hono/combine";
import { AppError } from "./errors";
import type { AppEnv } from "./http/app-env";
import { noStoreByDefault } from "./http/caching";
import { provideContext } from "./http/context";
import { openToEveryOrigin } from "./http/cors";
import { endpoint } from "./http/endpoint";
import { answerError } from "./http/errors";
import { refuseForeigners } from "./http/local-only";
import { logRequests } from "./http/request-log";
import * as accounts from "./routes/accounts";
import { getBrowserSessions } from "./routes/browser-sessions";
import * as configurations from "./routes/configurations";
import { getDocs, getOpenApi } from "./routes/docs";
import { getEmbed, getPlaceholder } from "./routes/embed";
import { getHealth } from "./routes/health";
import { getStoredImage } from "./routes/images";
import { getJob } from "./routes/jobs";
import { getLimits } from "./routes/limits";
import * as notifications from "./routes/notifications";
import { listAccountScreenshots } from "./routes/screenshots";
import { getSmokePage } from "./routes/smoke-page";
import { snap } from "./routes/snap";

export const app = new Hono<AppEnv>();

app.use(provideContext, logRequests, noStoreByDefault, refuseForeigners);
app.use(except("/admin/*", openToEveryOrigin));
app.onError(answerError);

endpoint(app, "/snap", { GET: snap, POST: snap });

endpoint(app, "/screenshot_configs", {
  GET: configurations.getConfigurations,
  POST: configurations.postConfiguration,
});
// Before the path of one configuration, which it looks like.
endpoint(app, "/screenshot_configs/change_notifications", { GET: notifications.getNotifications });
endpoint(app, "/screenshot_configs/:id", {
  GET: configurations.getConfiguration,
  PATCH: configurations.patchConfiguration,
  DELETE: configurations.deleteConfiguration,
});
endpoint(app, "/screenshot_configs/:id/capture", { POST: configurations.postCapture });
endpoint(app, "/screenshot_configs/:id/screenshots", { GET: configurations.getArchive });
endpoint(app, "/screenshot_configs/:id/change_notifications", {
  GET: notifications.getNotificationsOfConfiguration,
});
endpoint(app, "/change_notifications", { GET: notifications.getNotifications });
endpoint(app, "/change_notifications/:id/deliveries", { GET: notifications.getDeliveries });
endpoint(app, "/change_notifications/:id/redeliver", { POST: notifications.postRedelivery });
endpoint(app, "/webhooks/test", { POST: notifications.postSample });
endpoint(app, "/jobs/:job_id", { GET: getJob });
endpoint(app, "/screenshots", { GET: listAccountScreenshots });

endpoint(app, "/app/screenshots/:id/embed", { GET: getEmbed });
endpoint(app, "/placeholder.png", { GET: getPlaceholder });
endpoint(app, "/images/:folder/:file", { GET: getStoredImage });

endpoint(app, "/admin/accounts", { GET: accounts.getAccounts, POST: accounts.postAccount });
endpoint(app, "/admin/accounts/:id", {
  GET: accounts.getAccount,
  PATCH: accounts.patchAccount,
  DELETE: accounts.deleteAccount,
});
endpoint(app, "/admin/accounts/:id/keys", { POST: accounts.postKeys });
endpoint(app, "/admin/browser_sessions", { GET: getBrowserSessions });
endpoint(app, "/account_limits", { GET: getLimits });
endpoint(app, "/", { GET: getDocs });
endpoint(app, "/healthz", { GET: getHealth });
endpoint(app, "/openapi.json", { GET: getOpenApi });
endpoint(app, "/docs", { GET: getDocs });
endpoint(app, "/smoke-page", { GET: getSmokePage });

app.notFound((c) => {
  throw new AppError("not_found", `There is nothing at ${c.req.path}.`);
});
