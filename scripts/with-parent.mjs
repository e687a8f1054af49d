import { fileURLToPath } from "node:url";

/** The path of the shell script that runs a command and kills it when the script's parent process ends. */
export const WITH_PARENT = fileURLToPath(new URL("with-parent.sh", import.meta.url));
