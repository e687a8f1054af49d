import { expect, test } from "vitest";
import { at, page, redirect } from "../support/pages";
import { newRecord } from "../support/records";
import { newCamera } from "../support/shots";

const camera = await newCamera();
const PLACE = { latitude: 47.5, longitude: -8.25, accuracy: 12 };

/** What a page or its frame is told when it asks where it is. */
async function askedBy(who: string, options: object, around: (asking: string) => string) {
  const record = newRecord();
  const tell = `fetch("${at("localhost", record.as(who, "/empty"))}&said=" + said)
    .finally(() => top.postMessage(0, "*"))`;
  const asking = `<i id="asked"></i><script>navigator.geolocation.getCurrentPosition(
    ({ coords }) => answered([coords.latitude, coords.longitude, coords.accuracy]),
    (error) => answered("error " + error.code), { timeout: 3000 });
    function answered(said) { ${tell} }
    onmessage = () => { document.body.id = "told"; }</script>`;
  await camera.see(around(asking), { ...options, wait_for: "#told" });
  return (await record.of(who))?.query["said"];
}

test.concurrent("a page is told the place", async () => {
  expect(await askedBy("page", PLACE, (asking) => page(asking))).toBe("47.5,-8.25,12");
});

test.concurrent("a place without accuracy is exact", async () => {
  const { accuracy: _, ...place } = PLACE;
  expect(await askedBy("page", place, (asking) => page(asking))).toBe("47.5,-8.25,0");
});

test.concurrent("a page that a redirect leads to is told it too", async () => {
  const moved = (asking: string) => redirect(302, at("other.localhost", page(asking)));
  expect(await askedBy("page", PLACE, moved)).toBe("47.5,-8.25,12");
});

test.concurrent("a frame of another origin is not told it", async () => {
  const framed = (asking: string) =>
    page(`<body><iframe src="${at("other.localhost", page(asking))}"></iframe>
      <script>onmessage = () => { document.body.id = "told"; }</script>`);
  expect(await askedBy("frame", PLACE, framed)).toBe("error 1");
});

test.concurrent("without a place the page is refused one", async () => {
  expect(await askedBy("page", {}, (asking) => page(asking))).toBe("error 1");
});
