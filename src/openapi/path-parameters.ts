import type { Json } from "./json";
import { IDS } from "./samples";

/** The variable parts of paths, by the path up to and with them. */
const PATH_PARAMETERS: Readonly<Record<string, readonly [description: string, example: string]>> = {
  "/screenshot_configs/{id}": ["The id of a configuration.", IDS.configuration],
  "/app/screenshots/{id}": ["The id of a configuration.", IDS.configuration],
  "/change_notifications/{id}": ["The id of a notification.", IDS.notification],
  "/jobs/{job_id}": ["The id of a job.", IDS.job],
  "/admin/accounts/{id}": ["The id of an account.", IDS.account],
  "/images/{folder}": ["The folder of an image link.", "db270cba-8c2c-4f27-9840-5d0a0ea9ae10"],
  "/images/{folder}/{file}": ["The file of an image link.", "c26d4f2a345a61-1618719664239.jpg"],
};

/** The variable parts of a path as parameters. */
export function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(({ 0: braced, 1: name, index }) => {
    const [description, example] = PATH_PARAMETERS[path.slice(0, index + braced.length)] ?? [];
    return {
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
      description,
      example,
    };
  });
}
