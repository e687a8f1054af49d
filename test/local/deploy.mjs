import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { deploy } from "../../scripts/deploy/deploy.mjs";
import { Failure } from "../../scripts/failure.mjs";

let folder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "deploy-test-"));
  await copyFile(new URL("fake-wrangler.mjs", import.meta.url), join(folder, "wrangler"));
  await chmod(join(folder, "wrangler"), 0o755);
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  await change({ calls: [], queues: [], databases: [], secrets: {}, deployed: false });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const SECRETS = {
  ADMIN_TOKEN: "the-token-of-an-operator",
  ENCRYPTION_KEY: Buffer.alloc(32, "k").toString("base64"),
};

// What the "Deploy to Cloudflare" button makes secrets of.
const EXAMPLE = parseEnv(readFileSync(".dev.vars.example", "utf8"));

const state = async () => JSON.parse(await readFile(join(folder, "cloud.json"), "utf8"));
const change = (cloud) => writeFile(join(folder, "cloud.json"), JSON.stringify(cloud));

/** The environment of a deployment: wrangler is the fake one. */
const environment = (variables) => ({
  PATH: `${folder}:${process.env.PATH}`,
  HOME: process.env.HOME,
  CI: "true",
  CLOUD: join(folder, "cloud.json"),
  ...variables,
});

/** Runs the script of `npm run deploy`. Returns its exit code, its output and the account after it. */
async function runDeploy(variables = SECRETS) {
  await change({ ...(await state()), calls: [] });
  const child = spawn(process.execPath, ["scripts/deploy.mjs"], { env: environment(variables) });
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

test("the first deployment creates what is missing, deploys the code last, and prints no secret; the next changes nothing", async () => {
  const { code, text, cloud } = await runDeploy();
  expect(code, text).toBe(0);
  expect(cloud).toMatchObject({ deployed: true, databases: ["pagepixels"], secrets: SECRETS });
  expect([...cloud.queues].sort()).toEqual(QUEUES);
  for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret);
  const order = ["d1 create", "d1 migrations apply", "deploy"].map((start) =>
    cloud.calls.findIndex((call) => call.startsWith(start)),
  );
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order).not.toContain(-1);

  const next = await runDeploy({});
  expect(next.code, next.text).toBe(0);
  expect(next.cloud).toMatchObject({ secrets: cloud.secrets, queues: cloud.queues });
  expect(next.cloud.calls.filter((call) => / create /.test(call))).toEqual([]);
  expect(next.text).not.toContain("ADMIN_TOKEN");
});

test("the secrets of a Worker that the button created are not asked for again", async () => {
  await change({ ...(await state()), deployed: true, secrets: SECRETS });
  const { code, text, cloud } = await runDeploy({});
  expect(code, text).toBe(0);
  expect(cloud).toMatchObject({ secrets: SECRETS, databases: ["pagepixels"] });
  expect(cloud.calls.at(-1)).toBe("deploy");
});

test("nothing is deployed if the secrets cannot be listed: a new key would make old data unreadable", async () => {
  await change({ ...(await state()), deployed: true, secrets: SECRETS, isBroken: true });
  const { code, text, cloud } = await runDeploy({ ...SECRETS, ADMIN_TOKEN: "another-token" });
  expect(code).toBe(1);
  expect(text).toContain("Listing the Worker's secrets failed");
  expect(cloud.secrets).toEqual(SECRETS);
  expect(cloud.calls).not.toContain("deploy");
});

test("a refusal is printed as one sentence, without a stack", async () => {
  const { code, text } = await runDeploy({});
  expect(code).toBe(1);
  expect(text).toContain("The Worker has no ADMIN_TOKEN and no ENCRYPTION_KEY yet");
  expect(text).not.toMatch(/^\s+at /m);
});

test("the example file has the secrets of a deployment and no other variable", () => {
  expect(Object.keys(EXAMPLE)).toEqual(Object.keys(SECRETS));
});

test.each([
  ["without a login", { isDown: true }, {}, "npx wrangler login"],
  ["without secrets", {}, {}, "The Worker has no ADMIN_TOKEN and no ENCRYPTION_KEY yet"],
  [
    "without one of the secrets",
    {},
    { ADMIN_TOKEN: SECRETS.ADMIN_TOKEN },
    "The Worker has no ENCRYPTION_KEY yet",
  ],
  [
    "with the token of development",
    {},
    { ...SECRETS, ADMIN_TOKEN: "dev-admin-token" },
    "is the one for development",
  ],
  [
    "with the key of the example file",
    {},
    { ...SECRETS, ENCRYPTION_KEY: EXAMPLE.ENCRYPTION_KEY },
    "ENCRYPTION_KEY is still the placeholder",
  ],
  [
    "with the token of the example file",
    {},
    { ...SECRETS, ADMIN_TOKEN: EXAMPLE.ADMIN_TOKEN },
    "ADMIN_TOKEN is still the placeholder",
  ],
  [
    "with a key of the wrong length",
    {},
    { ...SECRETS, ENCRYPTION_KEY: "c2hvcnQ=" },
    "must be 32 bytes in base64",
  ],
])("%s nothing is deployed, and the reason is given", async (_, account, variables, sentence) => {
  await change({ ...(await state()), ...account });
  const unset = { ADMIN_TOKEN: undefined, ENCRYPTION_KEY: undefined };
  for (const [name, value] of Object.entries({ ...unset, ...environment(variables) })) {
    vi.stubEnv(name, value);
  }
  const error = await deploy().catch((thrown) => thrown);
  expect(error).toBeInstanceOf(Failure);
  expect(error.message).toContain(sentence);
  expect(await state()).toMatchObject({ deployed: false, databases: [], queues: [] });
});
