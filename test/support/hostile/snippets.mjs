/** Starts 200 workers with this code. */
export const OPEN_WORKERS = (code) => `
  const source = URL.createObjectURL(new Blob([${JSON.stringify(code)}]));
  window.workers = Array.from({ length: 200 }, () => new Worker(source));`;

/** Draws a full window with a shader that takes 10⁸ steps per pixel. */
export const BURN = `
  const canvas = Object.assign(document.createElement("canvas"), { width: 1_000, height: 1_000 });
  document.body.append(canvas);
  const gl = canvas.getContext("webgl2");
  const program = gl.createProgram();
  const add = (type, source) => {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  };
  add(gl.VERTEX_SHADER, \`#version 300 es
    void main() {
      gl_Position = vec4(float(gl_VertexID % 2) * 4. - 1., float(gl_VertexID / 2) * 4. - 1., 0, 1);
    }\`);
  add(gl.FRAGMENT_SHADER, \`#version 300 es
    precision highp float;
    out vec4 colour;
    void main() {
      float x = gl_FragCoord.x;
      for (int n = 0; n < 100000000; n++) x = fract(sin(x) * 43758.5453 + float(n));
      colour = vec4(x, 0, 0, 1);
    }\`);
  gl.linkProgram(program);
  gl.useProgram(program);
  const draw = () => { gl.drawArrays(gl.TRIANGLES, 0, 3); requestAnimationFrame(draw); };
  draw();`;

/** Each document navigates to the next number. */
export const COUNT_WITHOUT_END = `
  const url = new URL(location);
  url.searchParams.set("n", Number(url.searchParams.get("n")) + 1);
  location.replace(url);`;

/** Allocates arrays until its process is out of memory and dies. */
export const FILL_MEMORY =
  "const kept = []; while (true) kept.push(new Array(1e6).fill(Math.random()));";
