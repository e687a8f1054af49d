import { ANSWERS } from "./answers.mjs";
import { EXHAUSTING } from "./exhausting.mjs";
import { INSISTENT } from "./insistent.mjs";
import { PRIVATE } from "./private.mjs";
import { TALKATIVE } from "./talkative.mjs";

/**
 * Pages that try to harm the service or other captures in the same browser. Each has a description, a script or a
 * request handler, and the outcomes that its capture may have (`picture` or the reason of a failure). The quick ones are
 * also tests.
 */
export const HOSTILE_PAGES = [...EXHAUSTING, ...TALKATIVE, ...INSISTENT, ...ANSWERS, ...PRIVATE];
