import sharp from "sharp";
import { expect, Skipped } from "./outcome.mjs";
import { colourPagePixels, expectPixels, readPicture } from "./pictures.mjs";

const [WIDTH, HEIGHT] = [400, 200];
const SIZE = { page_width: WIDTH, page_height: HEIGHT };

/** A picture of the service's smoke page must show its four colours. */
export async function checkFirstSnap(smoke) {
  const { bytes, headers } = await smoke.snap(smoke.page("colours"), SIZE);
  await expectPixels(bytes, WIDTH, HEIGHT, colourPagePixels(WIDTH, HEIGHT));
  return `four colours; ${headers.get("Server-Timing")}`;
}

/** A picture of the user's page must not be blank. */
export async function checkOtherHost(smoke) {
  const { url } = smoke.service;
  if (!url) throw new Skipped("set --url to a page of yours");
  const { bytes, headers } = await smoke.snap(url, {});
  const { channels } = await sharp(bytes).removeAlpha().stats();
  const isBlank = channels.every(({ min, max }) => min === max);
  expect(!isBlank, `the picture of ${url} has only one colour`);
  const status = headers.get("X-Target-Status");
  expect(status?.startsWith("2"), `${url} answered ${status}`);
  return `${url}: ${bytes.length} bytes, page answered ${status}`;
}

const SNAPS = 8;

/** Each of several parallel captures must show the colour of its own cookie. */
export async function checkParallelSnaps(smoke) {
  const colours = Array.from({ length: SNAPS }, (_, n) => 0x1e_d4_2b * (n + 1));
  const take = async (colour) => {
    const options = { page_width: 64, page_height: 64, cookies: `smoke=${colour}` };
    const { bytes } = await smoke.snap(smoke.page("cookie"), options);
    return (await readPicture(bytes)).colourAt(32, 32);
  };
  const shown = await Promise.all(colours.map(take));
  const wanted = colours.map((colour) => colour.toString(16).padStart(6, "0"));
  expect(`${shown}` === `${wanted}`, `the pictures show ${shown}, not ${wanted}`);
  return `${SNAPS} pictures, ${SNAPS} colours`;
}

const [TALL_HEIGHT, BAND_HEIGHT] = [20_000, 1_000];

/** A full-page picture must be complete, with each band in its place. */
export async function checkTallPage(smoke) {
  const { bytes } = await smoke.snap(smoke.page("tall"), { page_width: 200, fullpage: true });
  const hex = (value) => value.toString(16).padStart(2, "0");
  const bands = Array.from({ length: TALL_HEIGHT / BAND_HEIGHT }, (_, n) => {
    const colour = `${hex(12 * n)}${hex(255 - 12 * n)}80`;
    return [10, BAND_HEIGHT / 2, BAND_HEIGHT - 10].map((y) => [100, n * BAND_HEIGHT + y, colour]);
  });
  await expectPixels(bytes, 200, TALL_HEIGHT, bands.flat());
  return `${bands.length} bands, ${bytes.length} bytes`;
}

const [NOISE_WIDTH, NOISE_HEIGHT] = [3_000, 2_000];

/** A PNG near the size limit of a picture must be complete. */
export async function checkLargePng(smoke) {
  const options = { page_width: NOISE_WIDTH, page_height: NOISE_HEIGHT };
  const { bytes } = await smoke.snap(smoke.page("noise"), options);
  expect(bytes.length > 18_000_000, `it has ${bytes.length} bytes, not 18 MB`);
  const pixels = Array.from({ length: 1_000 }, (_, n) => {
    const [x, y] = [(n * 7) % NOISE_WIDTH, n * 2];
    return [x, y, noiseColour(y * NOISE_WIDTH + x)];
  });
  await expectPixels(bytes, NOISE_WIDTH, NOISE_HEIGHT, pixels);
  return `${bytes.length} bytes`;
}

/** The colour of pixel i. The page `noise` computes it in the same way. */
function noiseColour(i) {
  let h = Math.imul(i + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h ^= h >>> 13;
  return Buffer.from([h, h >>> 8, h >>> 16]).toString("hex");
}
