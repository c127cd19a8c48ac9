/** Tokens that a provider gave in a flow of which no grant came: they must not live on there unseen. */
import type { TokenSet } from '../oauth/oauth.ts';
import { keptVariables } from '../providers/learn.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import type { Deps } from '../state.ts';
import { revocationRow } from './revocation-row.ts';

/**
 * An endpoint that ends more than the token is told only when the person's session can begin no flow any more: they may be
 * connecting this account at this moment, and that must not be ended.
 */
const settledMs = 30 * 60_000;

export interface LooseTokens {
  /** With its variables. */
  provider: ResolvedProvider;
  tokens: TokenSet;
  /** Null: nobody knows whose they are, so only an endpoint that ends this token alone is told. */
  accountKey: string | null;
}

/** Queues them for the provider's revocation; a flow's end does not depend on it. */
export async function queueLooseTokens(
  deps: Pick<Deps, 'store' | 'vault' | 'clock' | 'log'>,
  { provider, tokens, accountKey }: LooseTokens,
): Promise<void> {
  const scope = provider.endpoints.revoke?.scope;
  if (scope === undefined || (scope !== 'token' && accountKey === null)) return;
  const { config, issuer } = provider;
  const origin = {
    provider_id: config.providerId,
    config_id: config.id,
    issuer,
    client_id: config.clientId,
    variables: keptVariables(provider),
    account_key: accountKey,
  };
  const now = deps.clock.now();
  try {
    const row = revocationRow(deps, { app_id: config.appId, id: '' }, tokens.fields, now);
    await deps.store.outbox.add({ ...row, origin, next_at: scope === 'token' ? now : now + settledMs });
  } catch (cause) {
    deps.log.warn({ err: cause, provider_id: origin.provider_id }, 'tokens of no grant could not be queued');
  }
}
