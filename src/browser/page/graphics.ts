/**
 * Replaces WebGL calls that could keep the graphics process busy for a long time with a request to `reportUrl`: a shader
 * with a loop, or a draw of more vertices than `mostVertices`.
 */
export function watchGraphics(reportUrl: string, mostVertices: number): void {
  const { apply } = Reflect;
  const { exec } = RegExp.prototype;
  const { fetch } = globalThis;
  const isDocument = typeof HTMLImageElement !== "undefined";
  const NativeImage = isDocument ? Image : null;
  const setSource =
    isDocument && Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, "src")?.set;
  const report = () => {
    // When the page's policy blocks it, DevTools reports the request of an image, but not a fetch.
    if (NativeImage && setSource) apply(setSource, new NativeImage(), [reportUrl]);
    else void fetch(reportUrl, { mode: "no-cors" }).catch(() => undefined);
  };
  // GLSL joins lines that end with a backslash before it splits the text into words.
  const joint = "(?:\\\\\\r?\\n)*";
  const words = ["for", "while", "do"].map((word) => word.split("").join(joint));
  const loop = new RegExp(`\\b(?:${words.join("|")})\\b`);
  const joins = /\\/;
  const commentOrLoop = /\/\*[\s\S]*?\*\/|\/\/[^\r\n]*|\b(?:for|while|do)\b/g;
  const hasLoop = (source: string): boolean => {
    if (apply(exec, joins, [source])) return apply(exec, loop, [source]) !== null;
    commentOrLoop.lastIndex = 0;
    let found = apply(exec, commentOrLoop, [source]);
    while (found?.[0]?.[0] === "/") found = apply(exec, commentOrLoop, [source]);
    return found !== null;
  };

  const watch = (prototype: object, name: string, isHeavy: (args: unknown[]) => boolean) => {
    const native = Reflect.get(prototype, name);
    if (typeof native !== "function") return;
    Reflect.set(prototype, name, function (this: unknown, ...args: unknown[]): unknown {
      return isHeavy(args) ? report() : apply(native, this, args);
    });
  };
  const vertices =
    (count: number, instances?: number) =>
    (args: unknown[]): boolean => {
      // Convert once: an object could return another number the second time.
      for (let i = 1; i < args.length; i += 1) args[i] = +(args[i] as number);
      const numbers = args as number[];
      const times = instances === undefined ? 1 : (numbers[instances] ?? 0);
      return (numbers[count] ?? 0) * times > mostVertices;
    };

  for (const context of ["WebGLRenderingContext", "WebGL2RenderingContext"]) {
    const prototype = Reflect.get(globalThis, context)?.prototype;
    if (!prototype) continue;
    watch(prototype, "shaderSource", (args) => {
      // Convert once: an object could return another text the second time.
      args[1] = `${args[1]}`;
      return hasLoop(args[1] as string);
    });
    watch(prototype, "drawArrays", vertices(2));
    watch(prototype, "drawElements", vertices(1));
    watch(prototype, "drawRangeElements", vertices(3));
    watch(prototype, "drawArraysInstanced", vertices(2, 3));
    watch(prototype, "drawElementsInstanced", vertices(1, 4));
  }
}
