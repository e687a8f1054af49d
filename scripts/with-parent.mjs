import { fileURLToPath } from "node:url";

/** The shell script that becomes a command, and ends it with the process that started it. */
export const WITH_PARENT = fileURLToPath(new URL("with-parent.sh", import.meta.url));
