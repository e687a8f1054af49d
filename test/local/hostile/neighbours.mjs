import sharp from "sharp";

const COLOURS = ["ff8000", "0080ff", "80c000"];
const OPTIONS = { page_width: 1_280, page_height: 800, image_format: "png" };

/** Takes three ordinary captures in parallel. Returns the outcome of each and the time of the slowest. */
export async function takeNeighbours(service, site) {
  const shots = await Promise.all(COLOURS.map((colour) => takeNeighbour(service, site, colour)));
  return {
    outcomes: shots.map(({ outcome }) => outcome),
    slowestMs: Math.max(...shots.map(({ ms }) => ms)),
  };
}

async function takeNeighbour(service, site, colour) {
  const shot = await service.snap(site.at(`/neighbour/${colour}`), OPTIONS);
  if (shot.outcome !== "picture" || (await isRight(shot.image, colour))) return shot;
  return { ...shot, outcome: "wrong picture" };
}

/** Whether the picture has the size of the window and the colour of its page. */
async function isRight(image, colour) {
  const { data, info } = await sharp(image)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const isWhole = info.width === OPTIONS.page_width && info.height === OPTIONS.page_height;
  return isWhole && Buffer.from(colour, "hex").equals(data.subarray(0, 3));
}
