/**
 * How many events one capture may make the browser send. A page with 3,000 requests takes about 20,000. A page that
 * starts requests in a loop reaches the limit in a few seconds, and each event costs the Worker time.
 */
const MAX_EVENTS = 60_000;
/** A page with 3,000 requests takes about 30 MB. Repeated addresses of several megabytes take more. */
const MAX_EVENT_CHARACTERS = 100_000_000;
/** More than the longest address that Chromium accepts, 2 MB. */
const MAX_PARSED_EVENT_CHARACTERS = 4_000_000;

/** Whether a message is an event: Chromium starts each event like this, and no other message. */
export function isEvent(message: string): boolean {
  return message.startsWith('{"method":');
}

/**
 * Returns a function that counts events before they are parsed, and tells whether there were too many. Answers to our
 * own commands, such as pictures, do not count.
 */
export function createEventBudget(): (message: string) => boolean {
  let events = 0;
  let characters = 0;
  return (message) => {
    if (!isEvent(message)) return false;
    events += 1;
    characters += message.length;
    return events > MAX_EVENTS || characters > MAX_EVENT_CHARACTERS;
  };
}

/** Whether a message is an event that nobody reads. Parsing it would cost time and twice its memory. */
export function isUnreadEvent(message: string): boolean {
  if (!isEvent(message)) return false;
  return message.length > MAX_PARSED_EVENT_CHARACTERS || UNREAD.test(message);
}

/** The progress of response bodies, and requests for `data:` URLs, which use no network. */
const UNREAD =
  /^\{"method":"Network\.(?:(?:dataReceived|loadingFinished|policyUpdated|resourceChangedPriority)"|(?:requestWillBeSent|responseReceived)","params":\{[^{]*"(?:request|response)":\{"url":"data:)/;
