import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { removeImages } from "../../src/store/images";
import { findJob } from "../../src/store/jobs";
import {
  call,
  callJson,
  DEFAULT_WINDOW,
  newAccount,
  SMALL_WINDOW,
  site,
  snap,
  withQuery,
} from "../support/api";

const { key } = await newAccount();

async function visits(name: string): Promise<number> {
  return Number(await (await fetch(`${site}/visited/${name}`)).text());
}

test.concurrent("a second call within the ttl gets the same bytes without a browser", async () => {
  const first = await snap(key, "/visits/ttl");
  const second = await snap(key, "/visits/ttl");
  expect(first.headers.get("X-Cache")).toBe("MISS");
  expect(second.headers.get("X-Cache")).toBe("HIT");
  expect(second.headers.get("ETag")).toBe(first.headers.get("ETag"));
  expect(new Uint8Array(await second.arrayBuffer())).toEqual(
    new Uint8Array(await first.arrayBuffer()),
  );
  expect(await visits("ttl")).toBe(1);
});

test.concurrent("order, defaults and spelling of the options make no difference", async () => {
  await snap(key, "/visits/spelling", {
    image_format: "jpg",
    fullpage: "FALSE",
    ...DEFAULT_WINDOW,
  });
  const query = { page_width: "1920", url: `${site}/visits/spelling`, access_token: key };
  const again = await call(withQuery("/snap", query));
  expect(again.headers.get("X-Cache")).toBe("HIT");
});

test.concurrent("another option or another account gets another image", async () => {
  await snap(key, "/visits/another");
  const wider = await snap(key, "/visits/another", { page_width: 1921 });
  const stranger = await snap((await newAccount()).key, "/visits/another");
  expect([wider, stranger].map((r) => r.headers.get("X-Cache"))).toEqual(["MISS", "MISS"]);
});

test.concurrent("an image older than the ttl is captured again", async () => {
  const first = await snap(key, "/visits/aged");
  await env.DB.prepare("UPDATE screenshots SET taken_at = taken_at - 601000 WHERE id = ?")
    .bind(first.headers.get("X-Job-Id"))
    .run();
  const fresh = await snap(key, "/visits/aged", { ttl: 602 });
  expect(fresh.headers.get("X-Cache")).toBe("HIT");
  const stale = await snap(key, "/visits/aged", { ttl: 600 });
  expect(stale.headers.get("X-Cache")).toBe("MISS");
});

test.concurrent.each([
  ["the image", {}],
  ["links", { json: true }],
])("a lost image is captured again for a request of %s", async (_, how) => {
  const page = `/visits/lost-${Object.keys(how)}`;
  const first = await snap(key, page);
  await removeImages(env, [await imageKeyOf(first.headers.get("X-Job-Id"))]);
  const again = await snap(key, page, how);
  expect([again.status, again.headers.get("X-Cache")]).toEqual([200, "MISS"]);
  const stored = await snap(key, page, how);
  expect([stored.status, stored.headers.get("X-Cache")]).toEqual([200, "HIT"]);
  expect(stored.headers.get("X-Job-Id")).toBe(again.headers.get("X-Job-Id"));
});

async function imageKeyOf(jobId: string | null): Promise<string> {
  return (await findJob(env, jobId ?? ""))?.imageKey ?? "";
}

test.concurrent("a ttl of 0 always captures", async () => {
  await snap(key, "/visits/zero");
  const again = await snap(key, "/visits/zero", { ttl: 0 });
  expect(again.headers.get("X-Cache")).toBe("MISS");
});

test.concurrent("a client that has the image gets 304 without a body", async () => {
  const first = await snap(key, "/visits/conditional");
  const query = { url: `${site}/visits/conditional`, access_token: key, ...SMALL_WINDOW };
  const again = await call(withQuery("/snap", query), {
    headers: { "If-None-Match": first.headers.get("ETag") ?? "" },
  });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe("");
});

test.concurrent("HEAD is GET without the body", async () => {
  await snap(key, "/visits/head");
  const query = { url: `${site}/visits/head`, access_token: key, ...SMALL_WINDOW };
  const head = await call(withQuery("/snap", query), { method: "HEAD" });
  expect(head.status).toBe(200);
  expect(head.headers.get("X-Cache")).toBe("HIT");
  expect(await head.text()).toBe("");
});

test.concurrent("the edge may cache a stored image for the rest of the ttl if the key is in the URL", async () => {
  const taken = await snap(key, "/visits/edge", { ttl: 600 });
  // Its X-Cache is MISS, which must not be cached.
  expect(taken.headers.get("Cache-Control")).toBe("no-store");
  const stored = await snap(key, "/visits/edge", { ttl: 600 });
  expect(stored.headers.get("Cloudflare-CDN-Cache-Control")).toMatch(
    /^public, max-age=(600|59\d), stale-while-revalidate=0, stale-if-error=0$/,
  );
});

test.concurrent("the edge caches an image for at most a day", async () => {
  await snap(key, "/visits/long", { ttl: 31_536_000 });
  const stored = await snap(key, "/visits/long", { ttl: 31_536_000 });
  expect(stored.headers.get("Cloudflare-CDN-Cache-Control")).toMatch(/^public, max-age=86400,/);
});

test.concurrent("an answer to a key in a header is not cached", async () => {
  const headers = { Authorization: `Bearer ${key}` };
  const query = withQuery("/snap", { url: `${site}/visits/edge`, ttl: 600, ...SMALL_WINDOW });
  const response = await call(query, { headers });
  expect(response.headers.get("X-Cache")).toBe("HIT");
  expect(response.headers.get("Cache-Control")).toBe("no-store");
  expect(response.headers.get("Cloudflare-CDN-Cache-Control")).toBeNull();
});

test.concurrent("the list and the job show it", async () => {
  const account = await newAccount();
  const shot = await snap(account.key, "/quarters");
  const jobId = shot.headers.get("X-Job-Id");
  const list = await callJson(withQuery("/screenshots", { access_token: account.key }));
  expect(list.body.screenshots).toMatchObject([{ job_id: jobId, screenshot_configuration_id: "" }]);
  const job = await callJson(withQuery(`/jobs/${jobId}`, { access_token: account.key }));
  expect(job.body).toMatchObject({
    screenshot: { job_id: jobId },
    capture: { target_status: 200, final_url: `${site}/quarters` },
  });
});
