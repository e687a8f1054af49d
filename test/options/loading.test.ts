import { describe, expect, test } from "vitest";
import { pixels } from "../support/api";
import { at, content, page } from "../support/pages";
import { newRecord } from "../support/records";
import { BLUE, newCamera, RED, WHITE } from "../support/shots";

const camera = await newCamera();

const LATE_IMAGE = "/plain/0000ff?after=3000&width=400&height=300";
const NO_MARGIN = "<!doctype html><body style='margin: 0'>";
const SLOWLY_DRAWN = at(
  "other.example.org",
  page(`<body style="background: #00f"><script>requestAnimationFrame((start) => {
    while (performance.now() < start + 1000);
  })</script>`),
);

describe.concurrent("visible content that loads late is captured", () => {
  test.each([
    ["an image", page(`${NO_MARGIN}<img src="${LATE_IMAGE}">`)],
    [
      "an image that a script adds",
      page(`${NO_MARGIN}<script>
      onload = () => { document.body.innerHTML = '<img src="${LATE_IMAGE}">'; };
    </script>`),
    ],
    ["a lazy image", page(`${NO_MARGIN}<img loading="lazy" src="${LATE_IMAGE}">`)],
    ["a background", page(`<body style="background: url(${LATE_IMAGE})">`)],
    [
      "a style sheet",
      page(
        `<link rel="stylesheet" href="${content("text/css", "body { background: #00f }")}&after=3000"><body>`,
      ),
    ],
    [
      "a frame",
      page(`${NO_MARGIN}<iframe style="width: 400px; height: 300px; border: 0"
      src="${page('<body style="background: #00f">')}&after=3000"></iframe>`),
    ],
    [
      "a cross-site frame that takes a second to draw",
      page(
        `${NO_MARGIN}<iframe style="width: 400px; height: 300px; border: 0" src="${SLOWLY_DRAWN}"></iframe>`,
      ),
    ],
    ["a document", `${page('<body style="background: #00f">')}&after=3000`],
  ])("%s", async (_, address) => {
    expect((await camera.see(address)).colours).toEqual([BLUE]);
  });

  test("a web font", async () => {
    const address = page(`<style>
      @font-face { font-family: Late; src: url(/font?after=3000) }
      body { margin: 0; color: #00f; font: 100px/1 Late, monospace }
    </style>ill`);
    const { colours } = await camera.see(address, {}, [
      [50, 50],
      [299, 10],
      [301, 50],
    ]);
    expect(colours).toEqual([BLUE, BLUE, WHITE]);
  });
});

test("the capture does not wait for an image outside the window", async () => {
  const record = newRecord();
  const far = `<div style="height: 5000px"></div>
    <script>onload = () => { document.body.append(Object.assign(new Image(), { src: "${record.as("image", "/hang")}" })) }</script>`;
  const image = await camera.take(page(NO_MARGIN + far));
  const { timings } = (await camera.jobOf(image)).capture;
  expect(await record.who()).toEqual(["image"]);
  expect(timings.navigate).toBeLessThan(9_000);
});

test.for(["display: none", "visibility: hidden"])(
  "the capture does not wait for a cross-site frame with %s",
  async (style) => {
    const navigateMs = async (html: string) => {
      const image = await camera.take(page(NO_MARGIN + html));
      return (await camera.jobOf(image)).capture.timings.navigate;
    };
    const frame = `<iframe style="${style}" src="${SLOWLY_DRAWN}"></iframe>`;
    const withFrame = Math.min(await navigateMs(frame), await navigateMs(`${frame}<!---->`));
    const without = Math.min(await navigateMs(""), await navigateMs("<!---->"));
    expect(withFrame - without).toBeLessThan(1_900);
  },
);

/** Ten seconds of waiting, and some for the rest on a busy machine. */
const MOST_MS = 16_000;

describe.concurrent("a request that never ends does not prevent the capture", () => {
  const RED_BODY = '<body style="background: #f00">';

  test.each([
    ["an image", (never: string) => `${RED_BODY}<img src="${never}">`],
    [
      "an image of a page that changes its URL again and again",
      (never: string) => `${RED_BODY}<img src="${never}"><script>
        setInterval(() => history.replaceState(null, "", "#" + Math.random()), 100)</script>`,
    ],
    ["a background", (never: string) => `${RED_BODY}<i style="background: url(${never})">i</i>`],
    ["a frame", (never: string) => `${RED_BODY}<iframe src="${never}"></iframe>`],
    ["a script", (never: string) => `${RED_BODY}<p>before</p><script src="${never}"></script>`],
    ["a style sheet", (never: string) => `<link rel="stylesheet" href="${never}">${RED_BODY}`],
    [
      "a style sheet that blocks a script",
      (never: string) => `<link rel="stylesheet" href="${never}"><script>1</script>${RED_BODY}`,
    ],
    [
      "an imported style sheet",
      (never: string) => `<style>@import url(${never});</style>${RED_BODY}`,
    ],
    [
      "a font",
      (never: string) => `<style>@font-face { font-family: Never; src: url(${never}) }
        body { font-family: Never, sans-serif }</style>${RED_BODY}text`,
    ],
    ["a fetch", (never: string) => `${RED_BODY}<script>fetch("${never}")</script>`],
    ["the next page", (never: string) => `${RED_BODY}<script>location = "${never}"</script>`],
  ])("%s", async (_, html) => {
    const record = newRecord();
    const image = await camera.take(page(html(record.as("it", "/hang"))));
    expect((await pixels(image, [[200, 150]])).colours).toEqual([RED]);
    expect(await record.who()).toEqual(["it"]);
    const { timings } = (await camera.jobOf(image)).capture;
    expect(timings.navigate).toBeLessThan(MOST_MS);
  });

  test("a script in a head without a body: the page is blank", async () => {
    const { colours } = await camera.see(page(`<head><script src="/hang"></script>${RED_BODY}`));
    expect(colours).toEqual([WHITE]);
  });

  test("a document that never ends", async () => {
    const address = `/drip?${new URLSearchParams({ body: `${RED_BODY}<p>more to come` })}`;
    expect((await camera.see(address)).colours).toEqual([RED]);
  });

  test("a page that reloads itself without end", async () => {
    const address = page(`${RED_BODY}<script>location.reload()</script>`);
    expect((await camera.see(address)).colours).toEqual([RED]);
  });

  test("a page that reloads itself 30 ms after each load, captured four times at once", async () => {
    const address = page(`${RED_BODY}<script>setTimeout(() => location.reload(), 30)</script>`);
    const takes = Array.from({ length: 4 }, (_, n) => camera.see(`${address}&n=${n}`));
    for (const { colours } of await Promise.all(takes)) expect(colours).toEqual([RED]);
  });
});

describe.concurrent("a page that removes its document is captured blank", () => {
  const removing = page("<h1>x</h1><script>document.documentElement.remove()</script>");
  const always = page(
    "<h1>x</h1><script>setInterval(() => document.replaceChildren(), 1)</script>",
  );

  test.each([
    ["in the window", removing, {}],
    ["with fullpage", removing, { fullpage: true }],
    ["with fullpage, again and again", always, { fullpage: true }],
    ["with css_inject", removing, { css_inject: "html { background: red }" }],
    ["with no_ads and no_cookie_banners", removing, { no_ads: true, no_cookie_banners: true }],
    [
      "before an action",
      removing,
      { multi_step_actions: [{ type: "css", value: "html { background: red }" }] },
    ],
  ])("%s", async (_, address, options) => {
    const picture = await camera.take(address, options);
    expect(picture.status, picture.ok ? "" : await picture.clone().text()).toBe(200);
    expect((await pixels(picture, [[200, 0]])).colours).toEqual([WHITE]);
    const { timings } = (await camera.jobOf(picture)).capture;
    expect(timings.navigate).toBeLessThan(9_000);
  });

  test("by an action, with fullpage", async () => {
    const options = {
      fullpage: true,
      multi_step_actions: [{ type: "javascript", value: "document.open()" }],
    };
    const { height, colours } = await camera.see(page("<h1>x</h1>"), options);
    expect([height, colours]).toEqual([300, [WHITE]]);
  });
});
