import { afterAll, describe, expect, test } from "vitest";
import { HeavyGraphics } from "../../src/browser/sessions/losses";
import { pixels } from "../support/api";
import { page } from "../support/pages";
import { RED } from "../support/shots";
import { newStudio } from "../support/studio";

const studio = await newStudio();
afterAll(() => studio.close());

/** Fills a canvas with red. `body` is the body of the fragment shader. */
const draw = (canvas: string, body: string, vertices = 3) => `
  const gl = ${canvas}.getContext("webgl2");
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, "void main() { gl_Position = vec4(gl_VertexID % 2 * 4 - 1, gl_VertexID / 2 * 4 - 1, 0, 1); }"],
    [gl.FRAGMENT_SHADER, "precision highp float; out vec4 colour; void main() { " + ${JSON.stringify(body)} + " }"],
  ]) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, "#version 300 es\\n" + source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  gl.useProgram(program);
  gl.drawArrays(gl.TRIANGLES, 0, ${vertices});`;

const CANVAS = "<!doctype html><body style='margin: 0'><canvas width=400 height=300></canvas>";
const inDocument = (code: string) => `${CANVAS}<script>${code}</script>`;
const inFrame = (code: string) =>
  `<!doctype html><body style="margin: 0"><iframe width=400 height=300 style="border: 0" srcdoc="${CANVAS}<script>${code.replaceAll('"', "&quot;")}</script>"></iframe>`;
const inWorker = (code: string) => `${CANVAS}<script>
  const canvas = document.querySelector("canvas").transferControlToOffscreen();
  const source = ${JSON.stringify(`onmessage = ({ data }) => { ${code}; postMessage("drawn") }`)};
  const worker = new Worker(URL.createObjectURL(new Blob([source])));
  worker.onmessage = () => setTimeout(() => { document.body.className = "drawn" }, 1_000);
  worker.postMessage(canvas, [canvas]);
</script>`;

const SIMPLE = "colour = vec4(1, 0, 0, 1);";
const LOOP = "for (int n = 0; n < 3; n++) colour = vec4(1, 0, 0, 1);";
const JOINED_LOOP = "int n = 0; wh\\\nile (n++ < 3) colour = vec4(1, 0, 0, 1);";

const ELEMENT = "document.querySelector('canvas')";

const see = async (html: string, alone: boolean, ...headers: string[]) => {
  const { image } = await studio.take(
    page(html, ...headers),
    { wait_for: html.includes("worker") ? ".drawn" : "body" },
    { alone },
  );
  return (await pixels(new Response(image), [[200, 150]])).colours;
};

describe("a page that draws", () => {
  test.each([
    ["a simple shader", inDocument(draw(ELEMENT, SIMPLE))],
    ["a simple shader in a frame", inFrame(draw(ELEMENT, SIMPLE))],
    ["a simple shader in a worker", inWorker(draw("data", SIMPLE))],
  ])("%s is captured beside other captures", async (_, html) => {
    expect(await see(html, false)).toEqual([RED]);
  });

  test.each<[string, string, ...string[]]>([
    ["a shader with a loop", inDocument(draw(ELEMENT, LOOP))],
    [
      "a shader with a loop whose keyword continues on the next line",
      inDocument(draw(ELEMENT, JOINED_LOOP)),
    ],
    ["a shader with a loop in a frame", inFrame(draw(ELEMENT, LOOP))],
    ["a shader with a loop in a worker", inWorker(draw("data", LOOP))],
    ["ten million vertices", inDocument(draw(ELEMENT, SIMPLE, 10_000_000))],
    [
      "a shader with a loop, with a Content-Security-Policy,",
      inDocument(draw(ELEMENT, LOOP)),
      "Content-Security-Policy: default-src 'unsafe-inline'",
    ],
    [
      "a shader with a loop, by a method of a new frame,",
      inDocument(`
        const { contentWindow } = document.body.appendChild(document.createElement("iframe"));
        WebGL2RenderingContext.prototype.shaderSource = contentWindow.WebGL2RenderingContext.prototype.shaderSource;
        ${draw(ELEMENT, LOOP)}`),
    ],
  ])("%s is captured only in a separate browser", async (_, html, ...headers) => {
    await expect(see(html, false, ...headers)).rejects.toThrow(HeavyGraphics);
    expect(await see(html, true, ...headers)).toEqual([RED]);
  });
});
