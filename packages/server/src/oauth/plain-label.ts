/** A name as it may be shown: it is the provider's text, not ours. Null: nothing is left. */
export const plainLabel = (text: string): string | null =>
  text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 255) || null;
