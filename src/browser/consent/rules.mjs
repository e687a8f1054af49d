// Not TypeScript: the compiler would infer a type from all of its 250 KB.
export { default } from "@duckduckgo/autoconsent/rules/compact-rules.json";
