#!/usr/bin/env node
// A fake wrangler with a fake Cloudflare account, for the commands of a deployment. The account is stored in the file
// CLOUD. The messages are those of wrangler 4.124.
import { readFileSync, writeFileSync } from "node:fs";

const account = JSON.parse(readFileSync(process.env.CLOUD, "utf8"));
const args = process.argv.slice(2);
account.calls.push(args.filter((arg) => !arg.includes("/")).join(" "));

const fail = (text) => {
  console.error(text);
  return 1;
};
const printJson = (value) => {
  console.log(JSON.stringify(value));
  return 0;
};
const COMMANDS = {
  whoami: () =>
    account.isDown ? fail("You are not authenticated.") : printJson({ loggedIn: true }),
  "secret list": () => {
    if (account.isBroken) return fail("A request to the Cloudflare API failed: 500");
    if (!account.deployed) return fail('Worker "pagepixels" not found. [code: 10007]');
    return printJson(Object.keys(account.secrets).map((name) => ({ name, type: "secret_text" })));
  },
  "d1 list": () => printJson(account.databases.map((name) => ({ name }))),
  "d1 create": () => account.databases.push(args[2]) && 0,
  "d1 migrations": () => 0,
  "queues info": () =>
    account.queues.includes(args[2]) ? 0 : fail(`Queue "${args[2]}" does not exist.`),
  "queues create": () => account.queues.push(args[2]) && 0,
  deploy: () => {
    const file = args[args.indexOf("--secrets-file") + 1];
    const sent = args.includes("--secrets-file") ? JSON.parse(readFileSync(file, "utf8")) : {};
    Object.assign(account, { deployed: true, secrets: { ...account.secrets, ...sent } });
    return 0;
  },
};
const command = COMMANDS[args.slice(0, 2).join(" ")] ?? COMMANDS[args[0]];
process.exitCode = command ? command() : fail(`Unknown command: ${args.join(" ")}`);
writeFileSync(process.env.CLOUD, JSON.stringify(account));
