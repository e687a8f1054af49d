import type { Sent } from "./api";

/** A request as a line for the shell, where the key is a variable. */
export function curl({ method, url, headers, key, body, file }: Sent): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  return [
    `curl ${method === "GET" ? "" : `-X ${method} `}${quoted(url)}`,
    ...(key ? [`-H "Authorization: Bearer $${key}"`] : []),
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`-d ${quoted(body)}`]),
    ...(file === null ? [] : [`-o ${file}`]),
  ].join(" \\\n  ");
}
