// npm run deploy: deploys the Worker and creates its resources. Safe to run again: existing resources are not changed.
import "./compile-cache.mjs";
import { deploy } from "./deploy/deploy.mjs";
import { runScript } from "./failure.mjs";

await runScript(deploy);
