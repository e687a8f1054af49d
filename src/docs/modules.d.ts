/** Wrangler hands such a file to the Worker as text. */
declare module "*.html" {
  const text: string;
  export default text;
}
