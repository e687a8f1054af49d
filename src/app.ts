import { Hono } from "hono";
import { except } from "hono/combine";
import { methodNotAllowed } from "hono/method-not-allowed";
import { registerOperations } from "./api/register";
import { RESOURCES } from "./api/resources";
import type { AppEnv } from "./http/app-env";
import { noStoreByDefault } from "./http/caching";
import { openToEveryOrigin } from "./http/cors";
import { answerError, answerNotAllowed, answerNotFound } from "./http/error-answers";
import { refuseForeigners } from "./http/local-only";
import { provideContext } from "./http/provide-context";
import { logRequests } from "./http/request-log";

export const app = new Hono<AppEnv>();

app.use(provideContext, logRequests, noStoreByDefault, refuseForeigners);
app.use(except("/admin/*", openToEveryOrigin));
app.use(methodNotAllowed({ app, onMethodNotAllowed: answerNotAllowed }));
app.onError(answerError);
app.notFound(answerNotFound);

registerOperations(app, RESOURCES);
