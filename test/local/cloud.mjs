#!/usr/bin/env node
// Stands in for wrangler and the Cloudflare account behind it, as far as a deployment asks: its state is the file that
// CLOUD names. What it says is what wrangler 4.124 says.
import { readFileSync, writeFileSync } from "node:fs";

const cloud = JSON.parse(readFileSync(process.env.CLOUD, "utf8"));
const args = process.argv.slice(2);
cloud.calls.push(args.filter((arg) => !arg.includes("/")).join(" "));

const fail = (text) => {
  console.error(text);
  return 1;
};
const say = (value) => {
  console.log(JSON.stringify(value));
  return 0;
};
const ANSWERS = {
  whoami: () => (cloud.isDown ? fail("You are not authenticated.") : say({ loggedIn: true })),
  "secret list": () => {
    if (cloud.isBroken) return fail("A request to the Cloudflare API failed: 500");
    if (!cloud.deployed) return fail('Worker "pagepixels" not found. [code: 10007]');
    return say(Object.keys(cloud.secrets).map((name) => ({ name, type: "secret_text" })));
  },
  "d1 list": () => say(cloud.databases.map((name) => ({ name }))),
  "d1 create": () => cloud.databases.push(args[2]) && 0,
  "d1 migrations": () => 0,
  "queues info": () =>
    cloud.queues.includes(args[2]) ? 0 : fail(`Queue "${args[2]}" does not exist.`),
  "queues create": () => cloud.queues.push(args[2]) && 0,
  deploy: () => {
    const file = args[args.indexOf("--secrets-file") + 1];
    const sent = args.includes("--secrets-file") ? JSON.parse(readFileSync(file, "utf8")) : {};
    Object.assign(cloud, { deployed: true, secrets: { ...cloud.secrets, ...sent } });
    return 0;
  },
};
const answer = ANSWERS[args.slice(0, 2).join(" ")] ?? ANSWERS[args[0]];
process.exitCode = answer ? answer() : fail(`Unknown command: ${args.join(" ")}`);
writeFileSync(process.env.CLOUD, JSON.stringify(cloud));
