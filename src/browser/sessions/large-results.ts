/**
 * Keeps the base64 of large pictures out of the JSON parser, which would hold it in memory twice: `reduced` puts a key
 * in its place, and `textOf` gives the text for the key, once.
 */
export function createLargeResults() {
  const texts = new Map<string, string>();

  return {
    /** The message to parse: as it came, or with a key in the place of a large picture. */
    withKey(message: string): string {
      if (message.length < LARGE_CHARACTERS) return message;
      const [start = "", id] = PICTURE.exec(message.slice(0, 200)) ?? [];
      if (!id) return message;
      const end = message.indexOf('"', start.length);
      const key = `large-result:${id}`;
      texts.set(key, message.slice(start.length, end));
      return `${start}${key}${message.slice(end)}`;
    },

    /** The text behind a key; any other text as it is. */
    textOf(value: string): string {
      const text = texts.get(value) ?? value;
      texts.delete(value);
      return text;
    },
  };
}

const LARGE_CHARACTERS = 1_000_000;

/** How Chromium begins the result of `Page.captureScreenshot`, and that of our function which prints a sheet. */
const PICTURE =
  /^\{"id":(\d+),"result":\{(?:"data":"|"result":\{"type":"object","value":\{"picture":")/;
