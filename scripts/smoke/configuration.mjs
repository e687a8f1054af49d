import { expect, until } from "./outcome.mjs";
import { expectPixels, quarters } from "./pictures.mjs";
import { told } from "./service.mjs";

const JOB_SECONDS = 90;

/** Create, job, embed, archive, change, delete; then nothing of it is left. */
export async function configurationLife(smoke) {
  const size = { page_width: 400, page_height: 200 };
  const options = { url: smoke.page("colours"), image_format: "png", ...size };
  const { id, jobId, embedUrl } = await createConfiguration(smoke, options);
  const path = `/screenshot_configs/${id}`;
  const first = await finished(smoke, jobId);
  const embed = await smoke.service.send("GET", embedUrl);
  expect(embed.headers.get("X-Job-Id") === jobId, `the embed: ${told(embed)}`);
  await expectPixels(embed.bytes, 400, 200, quarters(400, 200));

  await ok(smoke.api("PATCH", path, { page_width: 320 }));
  const { json } = await ok(smoke.api("POST", `${path}/capture`));
  const second = await finished(smoke, json.job_id);
  const image = await smoke.service.send("GET", second.direct_link);
  await expectPixels(image.bytes, 320, 200, quarters(320, 200));
  const archive = await ok(smoke.api("GET", `${path}/screenshots`));
  const links = archive.json.screenshots.map(({ direct_link }) => direct_link);
  const expected = [second, first].map(({ direct_link }) => direct_link);
  expect(`${links}` === `${expected}`, `the archive holds ${links.length} other pictures`);

  await ok(smoke.api("DELETE", path));
  await expectGone(path, () => smoke.api("GET", path));
  await expectGone("the job", () => smoke.api("GET", `/jobs/${jobId}`));
  // A domain of the bucket's own may keep a picture for a day.
  const served = links.filter((link) => new URL(link).origin === new URL(embedUrl).origin);
  for (const link of [embedUrl, ...served]) {
    await expectGone(link, () => smoke.service.send("GET", link));
  }
  return "created, captured, embedded, changed, archived, deleted; then 404";
}

/** Creates a configuration; its first capture starts at once. */
export async function createConfiguration(smoke, options) {
  const { json } = await ok(smoke.api("POST", "/screenshot_configs", options));
  const { screenshot_configuration_id: id, job_id: jobId, embed_url: embedUrl } = json;
  return { id, jobId, embedUrl };
}

/** Waits for the picture of a job, and counts it. */
export async function finished(smoke, jobId) {
  const job = await until(JOB_SECONDS, `job ${jobId} done`, async () => {
    const answer = await smoke.api("GET", `/jobs/${jobId}`);
    return answer.status === 202 ? undefined : answer;
  });
  expect(job.json?.success, told(job));
  smoke.pictures += 1;
  return job.json.screenshot;
}

/** The answer, which must be a success. */
export async function ok(asking) {
  const answer = await asking;
  expect(answer.status === 200, told(answer));
  return answer;
}

/** The edge may keep an embed or an image until its purge is through. */
async function expectGone(what, ask) {
  await until(90, `404 for ${what}`, async () => {
    const { status } = await ask();
    return status === 404 ? true : undefined;
  });
}
