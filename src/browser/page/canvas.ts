// A picture that is put together from slices; its canvas is a property of the blank page it is made in.

/** Lays out an empty sheet of so many pixels. */
export function createCanvas(width: number, height: number): void {
  const canvas = new OffscreenCanvas(width, height);
  Object.assign(globalThis, { sheet: canvas, pen: canvas.getContext("2d") });
}

/** Puts a slice, a PNG in base64, at its place; null: where the sheet ends. */
export async function drawSlice(
  png: string,
  left: number | null,
  top: number | null,
): Promise<void> {
  const { pen } = globalThis as unknown as { pen: OffscreenCanvasRenderingContext2D };
  const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
  const slice = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const { width, height } = pen.canvas;
  pen.drawImage(slice, left ?? width - slice.width, top ?? height - slice.height);
  slice.close();
}

/** The whole sheet in a format, as base64 under a name that `large-results.ts` knows; empty where the encoder gives up. */
export async function encodeCanvas(type: string, quality: number): Promise<{ picture: string }> {
  const { sheet } = globalThis as unknown as { sheet: OffscreenCanvas };
  const blob = await sheet.convertToBlob({ type, quality });
  if (blob.type !== type) return { picture: "" };
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ picture: String(reader.result).replace(/^.*?,/, "") });
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
