import { captureNow } from "../domain/configurations/capture-now";
import { closeAndStop } from "../domain/configurations/close";
import { createConfiguration } from "../domain/configurations/create";
import { requireConfiguration } from "../domain/configurations/find";
import { updateConfiguration } from "../domain/configurations/update";
import { eraseConfiguration } from "../domain/erasure";
import { purgePending } from "../domain/purge";
import type { RequestContext } from "../http/app-env";
import { authenticatePrivate } from "../http/auth";
import { readConfiguration } from "../http/configuration";
import { PAGING_NAMES, readPaging } from "../http/paging";
import { readParameters } from "../http/parameters";
import { regionOf } from "../http/region";
import { CONFIGURATION_NAMES } from "../schemas/configuration";
import { listConfigurations } from "../store/configurations";
import { listPausedEndpoints } from "../store/endpoints";
import { listScreenshots } from "../store/screenshots";
import { archivedShotOf, configurationOf, embedUrl, monitoringOf } from "./serializers";

/** `POST /screenshot_configs`: stores a configuration and starts its first capture. */
export async function postConfiguration(c: RequestContext): Promise<Response> {
  const ctx = c.get("ctx");
  const parameters = await readParameters(c.req.raw);
  const account = await authenticatePrivate(c, parameters, CONFIGURATION_NAMES);
  const configuration = readConfiguration(ctx, parameters);
  const created = await createConfiguration(ctx, account, configuration, regionOf(c));
  const { last_job_id, ...ids } = configurationOf(ctx, created).ids;
  return c.json({
    success: true,
    screenshot_configuration_id: ids.screenshot_config_id,
    embed_url: ids.embed_url,
    job_id: last_job_id,
  });
}

/** `GET /screenshot_configs`: every configuration of the account. */
export async function getConfigurations(c: RequestContext): Promise<Response> {
  const ctx = c.get("ctx");
  const parameters = await readParameters(c.req.raw);
  const account = await authenticatePrivate(c, parameters, PAGING_NAMES);
  const rows = await listConfigurations(ctx.env, account.id, readPaging(parameters));
  return c.json({
    success: true,
    screenshot_configurations: rows.map((row) => configurationOf(ctx, row)),
  });
}

/** `GET /screenshot_configs/:id`. */
export async function getConfiguration(c: RequestContext): Promise<Response> {
  const { ctx, configuration } = await owned(c);
  const paused = await listPausedEndpoints(ctx.env, configuration.id);
  return c.json({
    success: true,
    ...configurationOf(ctx, configuration),
    ...monitoringOf(configuration, paused),
  });
}

/** `PATCH /screenshot_configs/:id`: changes what is given, removes what is given empty. */
export async function patchConfiguration(c: RequestContext): Promise<Response> {
  const ctx = c.get("ctx");
  const parameters = await readParameters(c.req.raw);
  const account = await authenticatePrivate(c, parameters, CONFIGURATION_NAMES);
  const updated = await updateConfiguration(ctx, account, idOf(c), (read) =>
    readConfiguration(ctx, parameters, read.config),
  );
  return c.json({ success: true, config: updated.config });
}

/** `DELETE /screenshot_configs/:id`: with all its screenshots. */
export async function deleteConfiguration(c: RequestContext): Promise<Response> {
  const { ctx, configuration } = await owned(c);
  await closeAndStop(ctx, configuration);
  ctx.waitUntil(purgePending(ctx));
  ctx.waitUntil(eraseConfiguration(ctx, configuration.id));
  return c.json({
    success: true,
    deleted: true,
    screenshot_configuration: configuration.config,
  });
}

/** `POST /screenshot_configs/:id/capture`: the next screenshot now. */
export async function postCapture(c: RequestContext): Promise<Response> {
  const { ctx, account, configuration } = await owned(c);
  const { jobId } = await captureNow(ctx, account, configuration);
  return c.json({ success: true, job_id: jobId, embed_url: embedUrl(ctx, configuration.id) });
}

/** `GET /screenshot_configs/:id/screenshots`: its finished screenshots. */
export async function getArchive(c: RequestContext): Promise<Response> {
  const { ctx, configuration, parameters } = await owned(c, PAGING_NAMES);
  const owner = { configurationId: configuration.id };
  const shots = await listScreenshots(ctx.env, owner, readPaging(parameters));
  return c.json({ success: true, screenshots: shots.map((shot) => archivedShotOf(ctx, shot)) });
}

/** The caller's configuration that the path names. */
async function owned(c: RequestContext, known?: ReadonlySet<string>) {
  const ctx = c.get("ctx");
  const parameters = await readParameters(c.req.raw);
  const account = await authenticatePrivate(c, parameters, known);
  const configuration = await requireConfiguration(ctx, account, idOf(c));
  return { ctx, parameters, account, configuration };
}

function idOf(c: RequestContext): string {
  return c.req.param("id") ?? "";
}
