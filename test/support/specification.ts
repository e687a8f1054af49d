import { expect } from "vitest";
import { newAccount, site } from "./api";
import { curl, shapeOf } from "./curl";

export const WIKIPEDIA = "https://en.wikipedia.org/wiki/Perseverance_(rover)";
export const ROVER = `${site}/wiki/Perseverance_(rover)`;

/** The response to `POST /screenshot_configs` that the specification shows. */
export const CREATED = {
  success: true,
  screenshot_configuration_id: "screenshot_configuration_id",
  embed_url: "http://api.pagepixels.com:3001/app/screenshots/:screenshot_configuration_id/embed",
  job_id: "job_id",
};

/** A finished screenshot as the specification shows it. */
export const ARCHIVED = {
  direct_link:
    "https://cdn.pagepixels.com/623226b5-43b3-4e99-a382-cac25759859d/c26d4f2a345a61-1618719664239.jpg",
  direct_thumbnail_link:
    "https://cdn.pagepixels.com/623226b5-43b3-4e99-a382-cac25759859d/thumb_c26d4f2a345a61-1618719664239.jpg",
  taken_at_timestamp: 1618719668,
  job_id: "e04f919c15e14af4b32d8f6a",
};

/** A new account, and the values that replace the names in the specification's commands. */
export async function newSpecificationAccount() {
  const { key } = await newAccount();
  const names: Record<string, string> = {
    "https://en.wikipedia.org": site,
    "https://wikipedia.org/": `${site}/wiki/Main_Page`,
    "https://example.com/webhook": `${site}/webhook`,
    "your-api-key": key,
  };
  return { key, names };
}

/** Runs the specification's command that creates a configuration captured every 10 minutes. */
export async function createEvery10Minutes(names: Record<string, string>) {
  const answer = await curl(
    `curl -X POST "https://api.pagepixels.com/screenshot_configs" \\
      -d scheduled_screenshot=true \\
      -d scheduled_every=10 \\
      -d scheduled_interval="minutes" \\
      -d url="${WIKIPEDIA}" \\
      -d access_token="your-api-key"`,
    names,
  );
  expectSample(answer, CREATED);
  const id: string = answer.body.screenshot_configuration_id;
  const jobId: string = answer.body.job_id;
  Object.assign(names, {
    ":screenshot_configuration_id": id,
    ":screenshot_config_id": id,
    ":job_id": jobId,
  });
  return { id, jobId };
}

/** Runs the specification's command that captures the configuration again. */
export async function captureAgain(names: Record<string, string>) {
  return curl(
    `curl -X POST "https://api.pagepixels.com/screenshot_configs/:screenshot_configuration_id/capture" \\
      -d access_token="your-api-key"`,
    names,
  );
}

/** Expects a 200 with exactly the keys and types of the sample. */
export function expectSample(answer: { status: number; body: unknown }, sample: unknown): void {
  expect(answer.status).toBe(200);
  expect(shapeOf(answer.body)).toEqual(shapeOf(sample));
}
