import { expect, test } from "vitest";
import { at, page, redirect } from "../support/pages";
import { newRecord } from "../support/records";
import { newCamera } from "../support/shots";

const camera = await newCamera();
const POSITION = { latitude: 47.5, longitude: -8.25, accuracy: 12 };

/** The answer that a page or its frame gets when it asks for its position. */
async function positionFor(who: string, options: object, around: (asking: string) => string) {
  const record = newRecord();
  const tell = `fetch("${at("localhost", record.as(who, "/empty"))}&said=" + said)
    .finally(() => top.postMessage(0, "*"))`;
  const asking = `<i id="it"></i><script>navigator.geolocation.getCurrentPosition(
    ({ coords }) => answered([coords.latitude, coords.longitude, coords.accuracy]),
    (error) => answered("error " + error.code), { timeout: 3000 });
    function answered(said) { ${tell} }
    onmessage = () => { document.body.id = "told"; }</script>`;
  await camera.see(around(asking), { ...options, wait_for: "#told" });
  return (await record.of(who))?.query["said"];
}

test.concurrent("a page gets the position", async () => {
  expect(await positionFor("page", POSITION, (asking) => page(asking))).toBe("47.5,-8.25,12");
});

test.concurrent("a position without accuracy has accuracy 0", async () => {
  const { accuracy: _, ...position } = POSITION;
  expect(await positionFor("page", position, (asking) => page(asking))).toBe("47.5,-8.25,0");
});

test.concurrent("a page after a redirect gets the position", async () => {
  const moved = (asking: string) => redirect(302, at("other.localhost", page(asking)));
  expect(await positionFor("page", POSITION, moved)).toBe("47.5,-8.25,12");
});

test.concurrent("a cross-origin frame does not get the position", async () => {
  const framed = (asking: string) =>
    page(`<body><iframe src="${at("other.localhost", page(asking))}"></iframe>
      <script>onmessage = () => { document.body.id = "told"; }</script>`);
  expect(await positionFor("frame", POSITION, framed)).toBe("error 1");
});

test.concurrent("without a position the permission is denied", async () => {
  expect(await positionFor("page", {}, (asking) => page(asking))).toBe("error 1");
});
