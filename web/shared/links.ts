/**
 * Returns `url` when it may be followed from a page of ours, and nothing otherwise: an address that
 * came over the wire must not become a `javascript:` link.
 */
export function safeUrl(url: string | undefined): string | undefined {
  if (!url) return undefined;
  try {
    const { protocol } = new URL(url);
    return protocol === 'https:' || protocol === 'http:' ? url : undefined;
  } catch {
    return undefined;
  }
}
