import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "deploy-test-"));
  await copyFile(new URL("fake-wrangler.mjs", import.meta.url), join(folder, "wrangler"));
  await chmod(join(folder, "wrangler"), 0o755);
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  await change({ calls: [], queues: [], databases: [], secrets: {}, deployed: false });
});
afterEach(() => rm(folder, { recursive: true }));

const SECRETS = {
  ADMIN_TOKEN: "the-token-of-an-operator",
  ENCRYPTION_KEY: Buffer.alloc(32, "k").toString("base64"),
};

// What the "Deploy to Cloudflare" button makes secrets of.
const EXAMPLE = parseEnv(readFileSync(".dev.vars.example", "utf8"));

const state = async () => JSON.parse(await readFile(join(folder, "cloud.json"), "utf8"));
const change = (cloud) => writeFile(join(folder, "cloud.json"), JSON.stringify(cloud));

/** Runs npm's deploy script against that account; answers its exit code, what it said and what it asked for. */
async function deploy(variables = SECRETS) {
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

test("the first deployment makes what is missing, the code last, and tells no secret", async () => {
  const { code, text, cloud } = await deploy();
  expect(code, text).toBe(0);
  expect(cloud).toMatchObject({ deployed: true, databases: ["pagepixels"], secrets: SECRETS });
  expect([...cloud.queues].sort()).toEqual(QUEUES);
  for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret);
  const order = ["d1 create", "d1 migrations apply", "deploy"].map((start) =>
    cloud.calls.findIndex((call) => call.startsWith(start)),
  );
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order).not.toContain(-1);
});

test("the next one leaves all that as it is", async () => {
  const first = (await deploy()).cloud;
  const { code, text, cloud } = await deploy({});
  expect(code, text).toBe(0);
  expect(cloud).toMatchObject({ secrets: first.secrets, queues: first.queues });
  expect(cloud.calls.filter((call) => / create /.test(call))).toEqual([]);
  expect(text).not.toContain("ADMIN_TOKEN");
});

test("a Worker that the button made has its secrets already: they are not asked for", async () => {
  await change({ ...(await state()), deployed: true, secrets: SECRETS });
  const { code, text, cloud } = await deploy({});
  expect(code, text).toBe(0);
  expect(cloud).toMatchObject({ secrets: SECRETS, databases: ["pagepixels"] });
  expect(cloud.calls.at(-1)).toBe("deploy");
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

test("the example asks for the secrets of a deployment, and for nothing else", () => {
  expect(Object.keys(EXAMPLE)).toEqual(Object.keys(SECRETS));
});

test.each([
  ["without a login", { isDown: true }, {}, "npx wrangler login"],
  ["without secrets", {}, {}, "The Worker has no ADMIN_TOKEN and no ENCRYPTION_KEY yet"],
  [
    "without one of them",
    {},
    { ENCRYPTION_KEY: undefined },
    "The Worker has no ENCRYPTION_KEY yet",
  ],
  [
    "with the token of development",
    {},
    { ADMIN_TOKEN: "dev-admin-token" },
    "is the one for development",
  ],
  [
    "with a placeholder of the example",
    {},
    { ENCRYPTION_KEY: EXAMPLE.ENCRYPTION_KEY },
    "ENCRYPTION_KEY is still the placeholder",
  ],
  [
    "with the other placeholder",
    {},
    { ADMIN_TOKEN: EXAMPLE.ADMIN_TOKEN },
    "ADMIN_TOKEN is still the placeholder",
  ],
  [
    "with a key of another length",
    {},
    { ENCRYPTION_KEY: "c2hvcnQ=" },
    "must be 32 bytes in base64",
  ],
])("%s nothing is deployed, and one sentence says why", async (_, account, variables, sentence) => {
  await change({ ...(await state()), ...account });
  const given = Object.keys(variables).length > 0 ? { ...SECRETS, ...variables } : {};
  const { code, text, cloud } = await deploy(given);
  expect(code).toBe(1);
  expect(text).toContain(sentence);
  expect(text).not.toMatch(/^\s+at /m);
  expect(cloud).toMatchObject({ deployed: false, databases: [], queues: [] });
});
