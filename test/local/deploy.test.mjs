import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "deploy-test-"));
  await copyFile(new URL("cloud.mjs", import.meta.url), join(folder, "wrangler"));
  await chmod(join(folder, "wrangler"), 0o755);
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  await change({ calls: [], queues: [], databases: [], secrets: {}, deployed: false });
});
afterEach(() => rm(folder, { recursive: true }));

const state = async () => JSON.parse(await readFile(join(folder, "cloud.json"), "utf8"));
const change = (cloud) => writeFile(join(folder, "cloud.json"), JSON.stringify(cloud));

/** Runs npm's deploy script against that account; answers its exit code, what it said and what it asked for. */
async function deploy(variables = {}) {
  await change({ ...(await state()), calls: [] });
  const { PATH, HOME } = process.env;
  const env = { PATH: `${folder}:${PATH}`, HOME, CI: "true", CLOUD: join(folder, "cloud.json") };
  const child = spawn(process.execPath, ["scripts/deploy.mjs"], { env: { ...env, ...variables } });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part) => {
      text += part;
    });
  }
  const [code] = await once(child, "close");
  return { code, text, cloud: await state() };
}

const QUEUES = ["captures", "webhooks"].flatMap((name) => [
  `pagepixels-${name}`,
  `pagepixels-${name}-dead`,
]);

test("the first deployment makes what is missing, the code last; the admin token is told once", async () => {
  const { code, text, cloud } = await deploy();
  expect(code, text).toBe(0);
  expect(cloud).toMatchObject({ deployed: true, databases: ["pagepixels"] });
  expect([...cloud.queues].sort()).toEqual(QUEUES);
  expect(Buffer.from(cloud.secrets.ENCRYPTION_KEY, "base64")).toHaveLength(32);
  expect(text).toContain(`ADMIN_TOKEN (shown only now): ${cloud.secrets.ADMIN_TOKEN}`);
  expect(text).not.toContain(cloud.secrets.ENCRYPTION_KEY);
  const order = ["d1 create", "d1 migrations apply", "deploy"].map((start) =>
    cloud.calls.findIndex((call) => call.startsWith(start)),
  );
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order).not.toContain(-1);
});

test("the next one leaves all that as it is", async () => {
  const first = (await deploy()).cloud;
  const { code, text, cloud } = await deploy();
  expect(code, text).toBe(0);
  expect(cloud).toMatchObject({ secrets: first.secrets, queues: first.queues });
  expect(cloud.calls.filter((call) => / create /.test(call))).toEqual([]);
  expect(text).not.toContain("ADMIN_TOKEN");
});

test("where the secrets cannot be listed nothing is done: a new key would make the old data unreadable", async () => {
  await deploy();
  const before = await state();
  await change({ ...before, isBroken: true });
  const { code, text, cloud } = await deploy();
  expect(code).toBe(1);
  expect(text).toContain("Listing the Worker's secrets failed");
  expect(cloud.secrets).toEqual(before.secrets);
  expect(cloud.calls).not.toContain("deploy");
});

test.each([
  ["without a login", { isDown: true }, {}, "npx wrangler login"],
  [
    "with the token of development",
    {},
    { ADMIN_TOKEN: "dev-admin-token" },
    "is the one for development",
  ],
  [
    "with a key of another length",
    {},
    { ENCRYPTION_KEY: "c2hvcnQ=" },
    "must be 32 bytes in base64",
  ],
])("%s nothing is deployed, and one sentence says why", async (_, account, variables, sentence) => {
  await change({ ...(await state()), ...account });
  const { code, text, cloud } = await deploy(variables);
  expect(code).toBe(1);
  expect(text).toContain(sentence);
  expect(text).not.toMatch(/^\s+at /m);
  expect(cloud.deployed).toBe(false);
});
