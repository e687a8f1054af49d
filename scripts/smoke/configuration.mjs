import { expect, poll } from "./outcome.mjs";
import { colourPagePixels, expectPixels } from "./pictures.mjs";
import { describeAnswer } from "./service.mjs";

const JOB_SECONDS = 90;

/** Creates, captures, embeds, changes and deletes a configuration. After that its URLs must answer 404. */
export async function checkConfiguration(smoke) {
  const size = { page_width: 400, page_height: 200 };
  const options = { url: smoke.page("colours"), image_format: "png", ...size };
  const { id, jobId, embedUrl } = await createConfiguration(smoke, options);
  const path = `/screenshot_configs/${id}`;
  const first = await waitForPicture(smoke, jobId);
  const embed = await smoke.service.send("GET", embedUrl);
  expect(embed.headers.get("X-Job-Id") === jobId, `the embed: ${describeAnswer(embed)}`);
  await expectPixels(embed.bytes, 400, 200, colourPagePixels(400, 200));

  await expectOk(smoke.api("PATCH", path, { page_width: 320 }));
  const { json } = await expectOk(smoke.api("POST", `${path}/capture`));
  const second = await waitForPicture(smoke, json.job_id);
  const image = await smoke.service.send("GET", second.direct_link);
  await expectPixels(image.bytes, 320, 200, colourPagePixels(320, 200));
  const links = [second, first].map(({ direct_link }) => direct_link);
  await expectArchive(smoke, path, links);

  await expectOk(smoke.api("DELETE", path));
  await expectGone(path, () => smoke.api("GET", path));
  await expectGone("the job", () => smoke.api("GET", `/jobs/${jobId}`));
  // A custom domain of the bucket (CDN_BASE_URL) may cache a picture for a day, so its links are not checked.
  const served = links.filter((link) => new URL(link).origin === new URL(embedUrl).origin);
  for (const link of [embedUrl, ...served]) {
    await expectGone(link, () => smoke.service.send("GET", link));
  }
  return "created, captured, embedded, changed, archived, deleted; then 404";
}

async function expectArchive(smoke, path, links) {
  const { json } = await expectOk(smoke.api("GET", `${path}/screenshots`));
  const archived = json.screenshots.map(({ direct_link }) => direct_link);
  expect(`${archived}` === `${links}`, `the archive has the pictures ${archived}, not ${links}`);
}

/** Creates a configuration, which starts its first capture. */
export async function createConfiguration(smoke, options) {
  const { json } = await expectOk(smoke.api("POST", "/screenshot_configs", options));
  const { screenshot_configuration_id: id, job_id: jobId, embed_url: embedUrl } = json;
  return { id, jobId, embedUrl };
}

/** Waits until a job is done, counts its picture and returns it. */
export async function waitForPicture(smoke, jobId) {
  const job = await poll(JOB_SECONDS, `job ${jobId} done`, async () => {
    const answer = await smoke.api("GET", `/jobs/${jobId}`);
    return answer.status === 202 ? undefined : answer;
  });
  expect(job.json?.success, describeAnswer(job));
  smoke.pictures += 1;
  return job.json.screenshot;
}

/** Waits for the answer, which must be a 200, and returns it. */
export async function expectOk(request) {
  const answer = await request;
  expect(answer.status === 200, describeAnswer(answer));
  return answer;
}

/** Polls, because the edge may cache an embed or an image until it is purged. */
async function expectGone(what, send) {
  await poll(90, `404 for ${what}`, async () => {
    const { status } = await send();
    return status === 404 ? true : undefined;
  });
}
