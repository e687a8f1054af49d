/** A rule in wrangler.toml takes this file as text. */
declare module "*/autoconsent.playwright.js" {
  const script: string;
  export default script;
}
