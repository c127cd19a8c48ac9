/** The catalog as key holders read it: the published item (`wire.md` §10), and everything that an operator needs beside it. */
import { path, routes } from '@alter/protocol';
import type { CatalogEntry, CatalogItem } from '@alter/protocol/schemas';
import { iso } from '../lib/clock.ts';
import type { ConfigFlag } from '../stores/store.ts';
import { categories } from './category.ts';
import { factsOf, revokeWords, trustOf } from './facts.ts';
import type { Provider, ResolvedProvider, Variable } from './provider.ts';
import { catalogCallbackPath } from './resolve.ts';
import { scopeWords } from './words.ts';

/** An entry as one app has it. */
export interface Listed {
  entry: Provider;
  /** Null: the app is not configured for it. */
  resolved: ResolvedProvider | null;
  /** Not of the catalog. */
  custom: boolean;
  /** The provider has refused the configured client; null: not that we know. */
  flag: ConfigFlag | null;
}

export function catalogItem({ entry, resolved, custom, flag }: Listed, publicUrl: URL): CatalogItem {
  const { identityScopes } = entry.authorize;
  const asked = [...new Set([...identityScopes, ...(resolved?.config.scopes ?? [])])];
  const known = [...new Set([...entry.scopes.map(({ scope }) => scope), ...asked])];
  const callbackPath = resolved ? resolved.callbackPath : catalogCallbackPath(entry);
  return {
    id: entry.id,
    name: entry.name,
    display_name: entry.name,
    supports_refresh: entry.refresh.rotation !== 'none' || entry.refresh.swap !== undefined,
    supports_pkce: entry.authorize.pkce,
    available_scopes: Object.fromEntries(
      known.map((scope) => {
        const { description, risk } = scopeWords(entry, scope);
        const required = identityScopes.includes(scope);
        return [scope, { description, required, is_default: asked.includes(scope), requires: [], risk }];
      }),
    ),
    default_scopes: asked,
    required_scopes: [...identityScopes],
    status: resolved === null ? 'not_configured' : flag === null ? 'active' : 'client_refused',
    category: entry.category,
    description: custom ? 'A server of this app’s own.' : `${categories[entry.category]}.`,
    logo_url: custom ? null : new URL(path(routes.providerLogo, { provider_id: entry.id }), publicUrl).href,
    monogram: entry.monogram,
    hue: entry.hue,
    custom,
    flow_kinds: [...entry.flowKinds],
    configured: resolved !== null,
    callback_url: callbackPath === null ? null : new URL(callbackPath, publicUrl).href,
    verified: entry.verified,
    verify_before_release: entry.verifyBeforeRelease,
    trust: trustOf(entry),
  };
}

export function catalogEntry(listed: Listed, publicUrl: URL): CatalogEntry {
  const { entry, resolved, flag } = listed;
  const { revoke } = entry.endpoints;
  return {
    ...catalogItem(listed, publicUrl),
    category_name: categories[entry.category],
    console_url: entry.consoleUrl,
    settings_url: entry.settingsUrl,
    setup: [...entry.setup],
    no_scopes: entry.noScopes ?? null,
    variables: entry.variables.map(variableView),
    hosts: [...(resolved?.hosts ?? entry.api.hosts)],
    endpoints: {
      authorize: resolved?.endpoints.authorize ?? entry.endpoints.authorize,
      token: resolved?.endpoints.token ?? entry.endpoints.token,
      revoke: resolved?.endpoints.revoke?.url ?? revoke?.url ?? null,
    },
    refresh: {
      rotation: entry.refresh.rotation,
      access_ttl_seconds: entry.refresh.accessTtlSeconds,
      refresh_ttl_seconds: entry.refresh.refreshTtlSeconds,
    },
    revocation: { scope: revoke?.scope ?? null, words: revokeWords(revoke) },
    facts: factsOf(entry).map(([name, words]) => ({ name, words })),
    config: resolved && {
      config_id: resolved.config.id,
      source: resolved.config.source,
      client_id: resolved.config.clientId,
      scopes: [...resolved.config.scopes],
      client_refused: flag && { error: flag.error, since: iso(flag.since) },
    },
  };
}

/** Values of variables are not shown here, secret or not. */
const variableView = ({ name, label, from, optional, default: preset, suffix, example, secret }: Variable) => ({
  name,
  label,
  from,
  required: (from === 'operator' || from === 'person') && preset === undefined && !optional,
  default: preset ?? null,
  suffix: suffix ?? null,
  example: example ?? null,
  secret: secret === true,
});
