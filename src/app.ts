import { Hono } from "hono";
import { AppError } from "./errors";
import type { AppEnv } from "./http/app-env";
import { noStoreByDefault } from "./http/caching";
import { provideContext } from "./http/context";
import { endpoint } from "./http/endpoint";
import { answerError } from "./http/errors";
import { refuseForeigners } from "./http/local-only";
import * as accounts from "./routes/accounts";
import * as configurations from "./routes/configurations";
import { getEmbed, getPlaceholder } from "./routes/embed";
import { getHealth } from "./routes/health";
import { getStoredImage } from "./routes/images";
import { getJob } from "./routes/jobs";
import { listAccountScreenshots } from "./routes/screenshots";
import { snap } from "./routes/snap";

export const app = new Hono<AppEnv>();

app.use(provideContext, noStoreByDefault, refuseForeigners);
app.onError(answerError);

endpoint(app, "/snap", { GET: snap, POST: snap });

endpoint(app, "/screenshot_configs", {
  GET: configurations.getConfigurations,
  POST: configurations.postConfiguration,
});
endpoint(app, "/screenshot_configs/:id", {
  GET: configurations.getConfiguration,
  PATCH: configurations.patchConfiguration,
  DELETE: configurations.deleteConfiguration,
});
endpoint(app, "/screenshot_configs/:id/capture", { POST: configurations.postCapture });
endpoint(app, "/screenshot_configs/:id/screenshots", { GET: configurations.getArchive });
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
endpoint(app, "/healthz", { GET: getHealth });

app.notFound((c) => {
  throw new AppError("not_found", `There is nothing at ${c.req.path}.`);
});
