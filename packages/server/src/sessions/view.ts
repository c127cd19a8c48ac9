/** What the hosted page shows of a session. */
import type { ConnectView, ProviderView } from '@alter/protocol/schemas';
import type { App } from '../apps/app.ts';
import { iso } from '../lib/clock.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import { scopeWords } from '../providers/words.ts';
import type { ConnectSessionRow, GrantRow, SessionEntry } from '../stores/store.ts';
import { granted, isOver, redirectOf, resultOf, type NameOf } from './outcome.ts';

export type WaitingCode = NonNullable<ConnectView['code']>;

/** What the page shows beside the session's own row. */
export interface Surroundings {
  now: number;
  /** What a person is to enter at the provider. */
  code: WaitingCode | null;
  /** The grant that the session names. */
  repaired: GrantRow | null;
}

export function connectView(
  row: ConnectSessionRow,
  app: App,
  providers: readonly ResolvedProvider[],
  { now, code, repaired }: Surroundings,
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
    providers: providers.map((provider) => providerView(provider, row, repaired)),
    allowed_origin: row.allowed_origin,
    return_url: row.return_url,
    expires_at: iso(row.expires_at),
    status: statusOf(row, over),
    sequence: row.entries.length,
    code,
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

/**
 * Scopes a flow of this session asks for at a provider. With a grant that the session names, also what that one has already,
 * as far as the config still allows it: most providers give a new token what was asked for it, and nothing else.
 */
export function askedScopes(row: ConnectSessionRow, provider: ResolvedProvider, repaired: GrantRow | null): string[] {
  const { entry, config } = provider;
  const wanted = row.required_scopes[config.providerId] ?? config.scopes;
  const had = (repaired?.scopes ?? []).filter((scope) => config.scopes.includes(scope));
  return [...new Set([...entry.authorize.identityScopes, ...had, ...wanted])];
}

function providerView(provider: ResolvedProvider, row: ConnectSessionRow, repaired: GrantRow | null): ProviderView {
  const { entry, config } = provider;
  const asked = askedScopes(row, provider, repaired);
  return {
    id: config.providerId,
    name: entry.name,
    category: entry.category,
    monogram: entry.monogram,
    hue: entry.hue,
    scopes: asked.map((scope) => scopeWords(entry, scope)),
    repairs: repaired && repairsView(provider, repaired, asked),
    variables: entry.variables
      .filter((variable) => variable.from === 'person')
      .map(({ name, label, suffix }) => ({ name, label, suffix: suffix ?? '' })),
    unverified: !entry.verified,
    connected: granted(row)
      .filter((one) => one.provider_id === config.providerId)
      .map((one) => ({ grant_id: one.grant_id ?? '', account: one.account })),
  };
}

/** Asks for a refresh token and is no permission; servers often leave it out of what they granted (OpenID Connect Core §11). */
export const offlineAccess = 'offline_access';

/** Identity scopes that come under another name from the provider are not new to anybody. */
function repairsView(
  { entry: { authorize } }: ResolvedProvider,
  { id, account_identifier, scopes }: GrantRow,
  asked: readonly string[],
): ProviderView['repairs'] {
  const known = new Set([...scopes, ...authorize.identityScopes, offlineAccess]);
  return {
    grant_id: id,
    account: account_identifier,
    new_scopes: asked.filter((scope) => !known.has(scope)),
  };
}

function lastView(entry: SessionEntry | undefined): ConnectView['last'] {
  if (!entry) return null;
  const { flow_id, provider_id, outcome, error, detail, account, request_id } = entry;
  return { flow_id, provider_id, outcome, error, detail, account, request_id };
}
