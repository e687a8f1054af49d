import { env } from "cloudflare:workers";
import { monthOf, newJobId } from "../../src/lib/ids";
import { database } from "../../src/store/db";
import { newImageKey, putImage } from "../../src/store/images";
import type { ConfigurationRow, ScreenshotRow } from "../../src/store/rows";
import { configurations, lastValues } from "../../src/store/tables/configurations";
import { attempts, deliveries, endpoints } from "../../src/store/tables/deliveries";
import { notifications } from "../../src/store/tables/notifications";
import { screenshots } from "../../src/store/tables/screenshots";

type Owned = Pick<ScreenshotRow, "accountId"> & Partial<ScreenshotRow>;

/** Writes the row of a finished screenshot, unless the values say otherwise. */
export async function insertShot(values: Owned): Promise<ScreenshotRow> {
  const takenAt = values.takenAt ?? Date.now();
  const [row] = await database(env)
    .insert(screenshots)
    .values({
      id: newJobId(),
      status: "done",
      createdAt: takenAt,
      takenAt,
      usageMonth: monthOf(takenAt),
      imageKey: newImageKey(values.configurationId ?? crypto.randomUUID(), "jpeg", takenAt),
      ...values,
    })
    .returning();
  if (!row) throw new Error("no row was written");
  return row;
}

/** Bytes that no test decodes. */
export const IMAGE = new TextEncoder().encode("an image");
export const THUMBNAIL = new TextEncoder().encode("its thumbnail");

/** Writes the row of a finished screenshot, and stores its image and thumbnail. */
export async function storeShot(values: Owned): Promise<ScreenshotRow> {
  const row = await insertShot({ bytes: IMAGE.length, ...values });
  const etag = await putImage(env, row.imageKey, { image: IMAGE, thumbnail: THUMBNAIL });
  return { ...row, etag };
}

/** Writes the row of a configuration, without a capture. */
export async function insertConfiguration(
  values: Pick<ConfigurationRow, "accountId"> & Partial<ConfigurationRow>,
): Promise<ConfigurationRow> {
  const createdAt = values.createdAt ?? Date.now();
  const [row] = await database(env)
    .insert(configurations)
    .values({
      id: crypto.randomUUID(),
      config: { url: "https://example.com/" },
      createdAt,
      anchorAt: createdAt,
      lastJobId: newJobId(),
      region: "any",
      origin: "http://localhost",
      ...values,
    })
    .returning();
  if (!row) throw new Error("no row was written");
  return row;
}

/** Writes one change of a configuration: a row in every table about changes. */
export async function insertChange(
  owner: Pick<ConfigurationRow, "accountId"> & { configurationId: string },
): Promise<void> {
  const { configurationId } = owner;
  const id = `${newJobId()}${newJobId()}`.slice(0, 40);
  const url = "https://example.com/webhook";
  const config = { type: "change", selector: "#a", send_to: "webhook", url } as const;
  const seen = { jobId: newJobId(), previousValue: "1", retrievedValue: "2", config, sentAt: 1 };
  const attempt = { deliveryId: id, at: 1, outcome: "timeout", durationMs: 1, note: "" } as const;
  const db = database(env);
  await db.batch([
    db.insert(lastValues).values({ configurationId, actionKey: "a", value: "2" }),
    db.insert(notifications).values({ id, ...owner, ...seen }),
    db.insert(deliveries).values({ id, ...owner, url, state: "failed", attempts: 1 }),
    db.insert(attempts).values(attempt),
    db.insert(endpoints).values({ configurationId, url, failingSince: 1 }),
  ]);
}

/** Writes finished screenshots with these times; returns their ids in that order. */
export async function insertShots(
  owner: Pick<Owned, "accountId" | "configurationId">,
  takenAt: number[],
): Promise<string[]> {
  const shots = takenAt.map((time) => ({ id: newJobId(), time }));
  await env.DB.prepare(
    `INSERT INTO screenshots (id, account_id, configuration_id, status, created_at, taken_at, usage_month, image_key)
      SELECT value ->> 'id', ?1, ?2, 'done', value ->> 'time', value ->> 'time', '2026-01',
        ?3 || '/' || substr(value ->> 'id', 1, 14) || '-' || (value ->> 'time') || '.jpg'
      FROM json_each(?4)`,
  )
    .bind(
      owner.accountId,
      owner.configurationId ?? null,
      owner.configurationId ?? crypto.randomUUID(),
      JSON.stringify(shots),
    )
    .run();
  return shots.map((shot) => shot.id);
}
