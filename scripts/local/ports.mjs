import { once } from "node:events";
import { createServer } from "node:net";
import { Failure } from "../failure.mjs";

/** Throws a Failure that names the variable to change if the port is in use. */
export async function expectPortFree(port, variable) {
  const probe = createServer();
  try {
    probe.listen(port, "127.0.0.1");
    await once(probe, "listening");
  } catch (error) {
    throw explainListenError(error, port, variable);
  }
  probe.close();
  await once(probe, "close");
}

/** Turns a listen error into a Failure that says what to do. Returns other errors unchanged. */
export function explainListenError(error, port, variable) {
  if (error.code === "EADDRINUSE") {
    return new Failure(
      `Port ${port} is taken: set ${variable} to a free one, or end what listens there.`,
    );
  }
  if (error.code === "EACCES") {
    return new Failure(
      `Port ${port} needs more rights than this user has: set ${variable} to another one.`,
    );
  }
  return error;
}
