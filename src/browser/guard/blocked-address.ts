import { CaptureFailure } from "../../errors";

/** The failure of a capture whose page asked for an address that is refused. */
export function blockedAddress(note: string): CaptureFailure {
  return new CaptureFailure("blocked_address", note);
}
