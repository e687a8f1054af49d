import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../root.mjs";

const TABLE = /(<!-- table -->\n).*(<!-- end -->)/s;

/** Replaces the generated table in a file of docs/. */
export async function writeTable(name, table) {
  const file = join(ROOT, "docs", name);
  const text = await readFile(file, "utf8");
  await writeFile(
    file,
    text.replace(TABLE, (_, start, end) => `${start}${table}${end}`),
  );
}
