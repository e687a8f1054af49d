import { expect, Skipped, until } from "./outcome.mjs";
import { told } from "./service.mjs";

/** The second answer is the stored picture. */
export async function cache(smoke) {
  const path = snapAddress(smoke);
  const first = smoke.counted(await smoke.service.send("GET", path));
  const second = smoke.counted(await smoke.service.send("GET", path));
  const seen = [first, second].map(({ headers }) => headers.get("X-Cache"));
  expect(`${seen}` === "MISS,HIT", `X-Cache was ${seen}`);
  expect(second.bytes.equals(first.bytes), "the second answer has other bytes");
  return "MISS, then HIT with the same bytes";
}

/** The edge answers before the Worker runs. */
export async function edgeCache(smoke) {
  if (smoke.service.isLocal) throw new Skipped("a service on this machine has no edge");
  const path = snapAddress(smoke);
  return until(20, "Cf-Cache-Status: HIT for /snap", async () => {
    const { headers } = smoke.counted(await smoke.service.send("GET", path));
    const status = headers.get("Cf-Cache-Status");
    return status === "HIT" ? `Cf-Cache-Status: ${status}` : undefined;
  });
}

/** After a rotation the old key opens nothing, neither at the origin nor what the edge holds. */
export async function keyRotation(smoke) {
  const { service, account, keys } = smoke;
  const path = snapAddress(smoke);
  smoke.counted(await service.send("GET", path));
  const rotated = await service.admin("POST", `/admin/accounts/${account.id}/keys`);
  expect(rotated.status === 200, told(rotated));
  smoke.keys = rotated.json.keys;
  const fresh = await smoke.api("GET", "/account_limits");
  expect(fresh.status === 200, `the new key: ${told(fresh)}`);

  const startedAt = Date.now();
  await until(90, "the old key refused for a /snap address that was answered before", async () => {
    const { status } = await service.send("GET", path);
    return status === 401 ? true : undefined;
  });
  const limits = await service.send("GET", "/account_limits", { token: keys.private_api_key });
  expect(limits.status === 401, `the old key at the origin: ${told(limits)}`);
  return `the old key was dead after ${Date.now() - startedAt} ms`;
}

/** One address of a picture, with the key in it, as the edge may keep it. */
function snapAddress(smoke) {
  const query = { url: smoke.page("colours"), page_width: 320, page_height: 160 };
  return `/snap?${new URLSearchParams({ ...query, access_token: smoke.keys.private_api_key })}`;
}
