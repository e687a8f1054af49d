import { ANSWERS } from "./answers.mjs";
import { PRIVATE } from "./private.mjs";
import { EXHAUSTING, INSISTENT, TALKATIVE } from "./scripts.mjs";

/**
 * Pages that try to harm the service or those who share a browser with them. Of each: what it does, a script or a
 * handler that answers for it, and what may become of its capture (`picture`, or the reason of a failure). Those
 * that are quick are tests too.
 */
export const HOSTILE_PAGES = [...EXHAUSTING, ...TALKATIVE, ...INSISTENT, ...ANSWERS, ...PRIVATE];
