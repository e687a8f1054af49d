import { Failure } from "../failure.mjs";
import { expect } from "./outcome.mjs";
import { describeAnswer } from "./service.mjs";

/** More than the checks need. */
const MONTHLY_SCREENSHOTS = 200;

/** Creates an account, calls `use`, and always deletes the account. */
export async function withAccount(service, report, use) {
  const { account, keys } = await createAccount(service);
  try {
    await use(createSmokeContext(service, account, keys));
  } finally {
    await report.runAlways("account deleted", () => deleteAccount(service, account));
  }
}

/** Ignores the abort signal: otherwise the id of a new account could be lost, and nobody could delete it. */
async function createAccount(service) {
  const body = {
    name: `smoke ${new Date().toISOString()}`,
    monthly_screenshots: MONTHLY_SCREENSHOTS,
  };
  const answer = await service.admin("POST", "/admin/accounts", { body, ignoreAbort: true });
  if (answer.status === 401) {
    throw new Failure(
      `${service.origin} does not accept this ADMIN_TOKEN (${describeAnswer(answer)})`,
    );
  }
  if (answer.status !== 201 || !answer.json?.keys) {
    throw new Failure(`${service.origin} created no account (${describeAnswer(answer)})`);
  }
  return answer.json;
}

async function deleteAccount(service, { id, name }) {
  const path = `/admin/accounts/${id}`;
  const byHand = `delete it yourself: DELETE ${path}`;
  const deleted = await service.admin("DELETE", path, { ignoreAbort: true });
  expect(deleted.status === 200, `${describeAnswer(deleted)}; ${byHand}`);
  const after = await service.admin("GET", path, { ignoreAbort: true });
  expect(after.status === 404, `it is still there (${describeAnswer(after)}); ${byHand}`);
  return name;
}

/** What the checks share: the account, the requests and the counts. */
function createSmokeContext(service, account, keys) {
  const smoke = {
    service,
    account,
    keys,
    /** The number of new pictures so far. */
    pictures: 0,
    /** The `Server-Timing` header of each new picture. */
    timings: [],
    /** The URL of a page with known pixels. */
    page: (kind) => `${service.origin}/smoke-page?kind=${kind}`,
    api: (method, path, body) =>
      service.send(method, path, { token: smoke.keys.private_api_key, body }),
    /** Expects a picture from /snap, counts it if it is new, and returns the answer. */
    countPicture: (answer) => {
      expect(answer.status === 200, describeAnswer(answer));
      if (answer.headers.get("X-Cache") === "MISS") {
        smoke.pictures += 1;
        smoke.timings.push(answer.headers.get("Server-Timing") ?? "");
      }
      return answer;
    },
    /** Takes a new picture as PNG. */
    snap: async (url, options) => {
      const body = { url, image_format: "png", ttl: 0, ...options };
      return smoke.countPicture(await smoke.api("POST", "/snap", body));
    },
  };
  return smoke;
}
