import type { WalletGrant } from '@alter/protocol';

type Ends = Pick<WalletGrant, 'expires_at' | 'refreshable' | 'token_expires_at'>;

/** When access ends whatever happens: as was agreed, or with a token that none follows. Null: no end is known. */
export function endsAt({ expires_at, refreshable, token_expires_at }: Ends): string | null {
  const ends = [expires_at, refreshable ? null : token_expires_at].filter((at) => at !== null);
  return ends.sort()[0] ?? null;
}
