import { once } from "node:events";
import { createServer } from "node:net";
import { Failure } from "../failure.mjs";

/** Fails, naming the variable to change, when something already listens on the port of this machine. */
export async function expectFree(port, variable) {
  const probe = createServer();
  try {
    probe.listen(port, "127.0.0.1");
    await once(probe, "listening");
  } catch (error) {
    throw unusable(error, port, variable);
  }
  probe.close();
  await once(probe, "close");
}

/** The failure that a listen error on a port means. */
export function unusable(error, port, variable) {
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
