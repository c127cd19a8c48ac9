import { newId } from '../lib/random.ts';
import type { Deps } from '../state.ts';
import type { GrantRow, OutboxRow } from '../stores/store.ts';
import type { Secret } from '../vault/secret.ts';

/** A queued revocation dies, with its tokens, after this. */
const keepMs = 24 * 3_600_000;

/** What the revocation queue holds of a grant: its tokens, sealed for that row. */
export function revocationRow(
  deps: Pick<Deps, 'vault'>,
  grant: Pick<GrantRow, 'app_id' | 'id'>,
  tokens: Readonly<Record<string, Secret>>,
  at: number,
): OutboxRow {
  const id = newId();
  return {
    id,
    app_id: grant.app_id,
    grant_id: grant.id,
    kind: 'revoke',
    sealed: deps.vault.seal({ appId: grant.app_id, objectId: id, generation: 0 }, tokens),
    attempts: 0,
    next_at: at,
    expires_at: at + keepMs,
    claimed_until: 0,
    origin: null,
  };
}
