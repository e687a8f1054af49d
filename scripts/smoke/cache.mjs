import { expect, poll, Skipped } from "./outcome.mjs";
import { describeAnswer } from "./service.mjs";

/** The second answer must be the stored picture. */
export async function checkCache(smoke) {
  const path = snapPath(smoke);
  const first = smoke.countPicture(await smoke.service.send("GET", path));
  const second = smoke.countPicture(await smoke.service.send("GET", path));
  const seen = [first, second].map(({ headers }) => headers.get("X-Cache"));
  expect(`${seen}` === "MISS,HIT", `X-Cache was ${seen}`);
  expect(second.bytes.equals(first.bytes), "the second answer has other bytes");
  return "MISS, then HIT with the same bytes";
}

/** Cloudflare's edge must answer a repeated request before the Worker runs. */
export async function checkEdgeCache(smoke) {
  if (smoke.service.isLocal) throw new Skipped("a service on this machine has no edge");
  const path = snapPath(smoke);
  return poll(20, "Cf-Cache-Status: HIT for /snap", async () => {
    const { headers } = smoke.countPicture(await smoke.service.send("GET", path));
    const status = headers.get("Cf-Cache-Status");
    return status === "HIT" ? `Cf-Cache-Status: ${status}` : undefined;
  });
}

/** After a key rotation the old key must be refused, by the Worker and by the edge cache. */
export async function checkKeyRotation(smoke) {
  const { service, account, keys } = smoke;
  const path = snapPath(smoke);
  smoke.countPicture(await service.send("GET", path));
  const rotated = await service.admin("POST", `/admin/accounts/${account.id}/keys`);
  expect(rotated.status === 200, describeAnswer(rotated));
  smoke.keys = rotated.json.keys;
  const fresh = await smoke.api("GET", "/account_limits");
  expect(fresh.status === 200, `the new key: ${describeAnswer(fresh)}`);

  const startedAt = Date.now();
  await poll(90, "the old key refused for a /snap URL that was answered before", async () => {
    const { status } = await service.send("GET", path);
    return status === 401 ? true : undefined;
  });
  const limits = await service.send("GET", "/account_limits", { token: keys.private_api_key });
  expect(limits.status === 401, `the old key at the origin: ${describeAnswer(limits)}`);
  return `the old key was refused after ${Date.now() - startedAt} ms`;
}

/** A /snap URL with the key in it: the edge may cache only such URLs. */
function snapPath(smoke) {
  const query = { url: smoke.page("colours"), page_width: 320, page_height: 160 };
  return `/snap?${new URLSearchParams({ ...query, access_token: smoke.keys.private_api_key })}`;
}
