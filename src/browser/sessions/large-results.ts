/**
 * Keeps the base64 of large pictures out of the JSON parser, which would copy it: `withKey` replaces it with a key, and
 * `textOf` returns the text of the key, once.
 */
export function createLargeResults() {
  const texts = new Map<string, string>();

  return {
    /** The message to parse. A large picture in it is replaced with a key. */
    withKey(message: string): string {
      if (message.length < LARGE_CHARACTERS) return message;
      const [start = "", id] = PICTURE.exec(message.slice(0, 200)) ?? [];
      if (!id) return message;
      const end = message.indexOf('"', start.length);
      const key = `large-result:${id}`;
      texts.set(key, message.slice(start.length, end));
      return `${start}${key}${message.slice(end)}`;
    },

    /** The text of a key. Any other value is returned unchanged. */
    textOf(value: string): string {
      const text = texts.get(value) ?? value;
      texts.delete(value);
      return text;
    },
  };
}

const LARGE_CHARACTERS = 1_000_000;

/** How Chromium starts the result of `Page.captureScreenshot`, and the result of our function `encodeCanvas`. */
const PICTURE =
  /^\{"id":(\d+),"result":\{(?:"data":"|"result":\{"type":"object","value":\{"picture":")/;
