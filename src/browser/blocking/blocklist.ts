export interface Blocklist {
  blocks(hostname: string): boolean;
  patterns: string[];
}

export function blocklistOf(_: { no_ads: boolean; no_tracking: boolean }): Blocklist | null {
  return null;
}
