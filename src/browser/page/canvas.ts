// A canvas in a blank page, on which the slices of a picture are drawn. It is a global of that page.

/** Creates an empty canvas of this size in pixels. */
export function createCanvas(width: number, height: number): void {
  const canvas = new OffscreenCanvas(width, height);
  Object.assign(globalThis, { canvas, context: canvas.getContext("2d") });
}

/** Draws a slice, a PNG in base64. `null` aligns it with the right or the bottom edge. */
export async function drawSlice(
  png: string,
  left: number | null,
  top: number | null,
): Promise<void> {
  const { context } = globalThis as unknown as { context: OffscreenCanvasRenderingContext2D };
  const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
  const slice = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const { width, height } = context.canvas;
  context.drawImage(slice, left ?? width - slice.width, top ?? height - slice.height);
  slice.close();
}

/** Encodes the canvas as base64; empty when the encoder fails. `large-results.ts` knows the name `picture`. */
export async function encodeCanvas(type: string, quality: number): Promise<{ picture: string }> {
  const { canvas } = globalThis as unknown as { canvas: OffscreenCanvas };
  const blob = await canvas.convertToBlob({ type, quality });
  if (blob.type !== type) return { picture: "" };
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ picture: String(reader.result).replace(/^.*?,/, "") });
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
