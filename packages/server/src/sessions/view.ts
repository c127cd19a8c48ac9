/** What the hosted page shows of a session. */
import type { ConnectView, ProviderView } from '@alter/protocol/schemas';
import type { App } from '../apps/app.ts';
import { iso } from '../lib/clock.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import { scopeWords } from '../providers/words.ts';
import type { ConnectSessionRow, SessionEntry } from '../stores/store.ts';
import { granted, isOver, redirectOf, resultOf, type NameOf } from './outcome.ts';

export function connectView(
  row: ConnectSessionRow,
  app: App,
  providers: readonly ResolvedProvider[],
  now: number,
): ConnectView {
  const nameOf: NameOf = (id) => providers.find((one) => one.config.providerId === id)?.entry.name ?? id;
  const over = isOver(row, now);
  const result = resultOf(row, nameOf);
  return {
    session_id: row.id,
    app: {
      name: app.name,
      website_url: app.websiteUrl,
      logo_url: app.logoUrl,
      accent: app.accent,
      privacy_url: app.privacyUrl,
    },
    user_name: row.user_name,
    agent_name: null,
    // Repairing without knowing the account needs the person's own word.
    confirm: row.repair_grant_id ? 'always' : 'unless_handshake',
    single_provider: row.single_provider,
    providers: providers.map((provider) => providerView(provider, row)),
    allowed_origin: row.allowed_origin,
    return_url: row.return_url,
    expires_at: iso(row.expires_at),
    status: statusOf(row, over),
    last: lastView(row.entries.at(-1)),
    result,
    redirect_to: redirectOf(row, nameOf),
  };
}

/** An end that only time brought is told as that, also when the store has it as the session's end. */
function statusOf({ final }: ConnectSessionRow, over: boolean): ConnectView['status'] {
  if (final) return final.outcome === 'expired' ? 'expired' : 'final';
  return over ? 'expired' : 'open';
}

/** Scopes a flow of this session asks for at a provider. */
export function askedScopes(row: ConnectSessionRow, provider: ResolvedProvider): string[] {
  const wanted = row.required_scopes[provider.config.providerId] ?? provider.config.scopes;
  return [...new Set([...provider.entry.authorize.identityScopes, ...wanted])];
}

function providerView(provider: ResolvedProvider, row: ConnectSessionRow): ProviderView {
  const { entry, config } = provider;
  return {
    id: config.providerId,
    name: entry.name,
    category: entry.category,
    monogram: entry.monogram,
    hue: entry.hue,
    scopes: askedScopes(row, provider).map((scope) => scopeWords(entry, scope)),
    variables: entry.variables
      .filter((variable) => variable.from === 'person')
      .map(({ name, label, suffix }) => ({ name, label, suffix: suffix ?? '' })),
    unverified: !entry.verified,
    connected: granted(row)
      .filter((one) => one.provider_id === config.providerId)
      .map((one) => ({ grant_id: one.grant_id ?? '', account: one.account })),
  };
}

function lastView(entry: SessionEntry | undefined): ConnectView['last'] {
  if (!entry) return null;
  const { flow_id, provider_id, outcome, error, detail, account, request_id } = entry;
  return { flow_id, provider_id, outcome, error, detail, account, request_id };
}
