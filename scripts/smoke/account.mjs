import { Failure } from "../failure.mjs";
import { expect } from "./outcome.mjs";
import { told } from "./service.mjs";

/** More than the checks take. */
const MONTHLY_SCREENSHOTS = 200;

/** Lends an account of its own, and deletes it on every path. */
export async function withAccount(service, report, use) {
  const { account, keys } = await createAccount(service);
  try {
    await use(smokeOf(service, account, keys));
  } finally {
    await report.always("account deleted", () => deleteAccount(service, account));
  }
}

/** Even where the run is ended meanwhile: else nobody knew which account to delete. */
async function createAccount(service) {
  const body = {
    name: `smoke ${new Date().toISOString()}`,
    monthly_screenshots: MONTHLY_SCREENSHOTS,
  };
  const answer = await service.admin("POST", "/admin/accounts", { body, keep: true });
  if (answer.status === 401) {
    throw new Failure(`${service.origin} does not accept this ADMIN_TOKEN (${told(answer)})`);
  }
  if (answer.status !== 201 || !answer.json?.keys) {
    throw new Failure(`${service.origin} created no account (${told(answer)})`);
  }
  return answer.json;
}

async function deleteAccount(service, { id, name }) {
  const path = `/admin/accounts/${id}`;
  const byHand = `delete it yourself: DELETE ${path}`;
  const deleted = await service.admin("DELETE", path, { keep: true });
  expect(deleted.status === 200, `${told(deleted)}; ${byHand}`);
  const after = await service.admin("GET", path, { keep: true });
  expect(after.status === 404, `it is still there (${told(after)}); ${byHand}`);
  return name;
}

/** What the checks work with. */
function smokeOf(service, account, keys) {
  const smoke = {
    service,
    account,
    keys,
    /** New pictures that were taken so far. */
    pictures: 0,
    /** `Server-Timing` of each of them. */
    timings: [],
    /** The address of a page with known pixels. */
    page: (kind) => `${service.origin}/smoke-page?kind=${kind}`,
    api: (method, path, body) =>
      service.send(method, path, { token: smoke.keys.private_api_key, body }),
    /** Counts an answer of /snap that must be a picture, and gives it back. */
    counted: (answer) => {
      expect(answer.status === 200, told(answer));
      if (answer.headers.get("X-Cache") === "MISS") {
        smoke.pictures += 1;
        smoke.timings.push(answer.headers.get("Server-Timing") ?? "");
      }
      return answer;
    },
    /** Takes a new picture as PNG. */
    snap: async (url, options) => {
      const body = { url, image_format: "png", ttl: 0, ...options };
      return smoke.counted(await smoke.api("POST", "/snap", body));
    },
  };
  return smoke;
}
