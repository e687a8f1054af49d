import { type AddressPolicy, parsePublicUrl } from "../../src/lib/url-policy";

export const PUBLIC_ONLY: AddressPolicy = {
  allowPrivateNetwork: false,
  ownHosts: ["shots.example.net"],
};
export const PRIVATE_TOO: AddressPolicy = {
  allowPrivateNetwork: true,
  ownHosts: ["localhost:8787"],
};

export const MALFORMED = /absolute http/;
export const FORBIDDEN_CHARACTER = /control characters or backslashes/;
export const TOO_LONG = /8,192/;
export const USER_NAME = /user name/;
export const NOT_PUBLIC = /public host/;
export const PORT = /port of the web/;
export const OWN = /this service/;

/** The longest accepted URL. */
export const LONGEST = `https://example.com/${"a".repeat(8_192 - "https://example.com/".length)}`;

/** The normalized URL of an accepted input, the problem of a refused one. */
export function hrefOrProblem(given: string, policy: AddressPolicy): string {
  const parsed = parsePublicUrl(given, policy);
  return parsed.ok ? parsed.url.href : parsed.problem;
}
