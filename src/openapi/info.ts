/** The introduction of the document. */
export const INFO = {
  title: "PagePixels API",
  version: "1.0",
  summary: "Screenshots of web pages, at once or on a schedule.",
  license: { name: "MIT", identifier: "MIT" },
  description: `Send your API key as \`access_token\`, in the query string or the body, or in the header \`Authorization: Bearer\`.

Parameters come from the query string and from the body (JSON, or either kind of form); the body wins, and is ignored on \`GET\`. Numbers and booleans may be sent as text, lists and maps as JSON text. Unknown parameters are ignored and named in \`X-Ignored-Options\`.

Every answer except an image is JSON with \`success\`. When it is \`false\`, \`error_code\` and \`note\` say what is wrong, and \`request_id\` is the id of the request in the log.

\`HEAD\` answers like \`GET\` without a body.`,
} as const;
