import sharp from "sharp";
import { expect, Skipped } from "./outcome.mjs";
import { expectPixels, quarters, readPicture } from "./pictures.mjs";

const [WIDTH, HEIGHT] = [400, 200];
const SIZE = { page_width: WIDTH, page_height: HEIGHT };

/** The service's own page shows the four colours that it has. */
export async function firstSnap(smoke) {
  const { bytes, headers } = await smoke.snap(smoke.page("colours"), SIZE);
  await expectPixels(bytes, WIDTH, HEIGHT, quarters(WIDTH, HEIGHT));
  return `four colours; ${headers.get("Server-Timing")}`;
}

/** A page of the user's gives a picture with something on it. */
export async function otherHost(smoke) {
  const { url } = smoke.service;
  if (!url) throw new Skipped("give a page of yours with --url");
  const { bytes, headers } = await smoke.snap(url, {});
  const { channels } = await sharp(bytes).removeAlpha().stats();
  const isBlank = channels.every(({ min, max }) => min === max);
  expect(!isBlank, `the picture of ${url} has one colour only`);
  const status = headers.get("X-Target-Status");
  expect(status?.startsWith("2"), `${url} answered ${status}`);
  return `${url}: ${bytes.length} bytes, page answered ${status}`;
}

const SNAPS = 8;

/** Captures at the same time each show the cookie of their own. */
export async function parallel(smoke) {
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

const [TALL, BAND] = [20_000, 1_000];

/** A full page comes whole, and each of its bands is in its place once. */
export async function tallPage(smoke) {
  const { bytes } = await smoke.snap(smoke.page("tall"), { page_width: 200, fullpage: true });
  const hex = (value) => value.toString(16).padStart(2, "0");
  const bands = Array.from({ length: TALL / BAND }, (_, n) => [
    ...[10, BAND / 2, BAND - 10].map((y) => [
      ...[100, n * BAND + y, `${hex(12 * n)}${hex(255 - 12 * n)}80`],
    ]),
  ]);
  await expectPixels(bytes, 200, TALL, bands.flat());
  return `${bands.length} bands, ${bytes.length} bytes`;
}

const [NOISE_WIDTH, NOISE_HEIGHT] = [3_000, 2_000];

/** A picture near the largest that a browser can hand over comes unharmed. */
export async function largePng(smoke) {
  const options = { page_width: NOISE_WIDTH, page_height: NOISE_HEIGHT };
  const { bytes } = await smoke.snap(smoke.page("noise"), options);
  expect(bytes.length > 18_000_000, `it has ${bytes.length} bytes, not 18 MB`);
  const pixels = Array.from({ length: 1_000 }, (_, n) => {
    const [x, y] = [(n * 7) % NOISE_WIDTH, n * 2];
    return [x, y, noiseAt(y * NOISE_WIDTH + x)];
  });
  await expectPixels(bytes, NOISE_WIDTH, NOISE_HEIGHT, pixels);
  return `${bytes.length} bytes`;
}

/** The colour of pixel i, as /smoke-page draws it. */
function noiseAt(i) {
  let h = Math.imul(i + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h ^= h >>> 13;
  return Buffer.from([h, h >>> 8, h >>> 16]).toString("hex");
}
