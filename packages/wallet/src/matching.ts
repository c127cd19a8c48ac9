import type { WalletGrant } from '@alter/protocol';

/** Case and accents do not matter to somebody who is looking for something. */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Rows are replaced, never changed, so their text is made once. */
const texts = new WeakMap<WalletGrant, string>();

function textOf(grant: WalletGrant): string {
  const known = texts.get(grant);
  if (known !== undefined) return known;
  const scopes = grant.scopes.map(({ description }) => description);
  const text = plain([grant.provider.name, grant.account_identifier, grant.account_display_name, ...scopes].join(' '));
  texts.set(grant, text);
  return text;
}

/** The rows that contain every word of the filter; all of them for an empty one. */
export function matching(grants: readonly WalletGrant[], filter: string): readonly WalletGrant[] {
  const words = plain(filter).split(/\s+/).filter(Boolean);
  if (words.length === 0) return grants;
  return grants.filter((grant) => words.every((word) => textOf(grant).includes(word)));
}
