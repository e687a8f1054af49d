import { constants, deflateRawSync } from "node:zlib";
import { send } from "./send.mjs";

/** The shortest header: deflate, no name, no time, an unknown system. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/**
 * Sends a gzip stream that unpacks to many copies of a block. After a full flush a compressed block does not depend on
 * earlier data, so the block is compressed only once.
 */
export async function gzipBomb(response, block, times) {
  response.write(HEADER);
  const packed = deflateRawSync(block, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  await send(response, packed, times);
}
