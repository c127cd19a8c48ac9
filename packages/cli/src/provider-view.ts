import type { Desk, Provider, ResolvedProvider } from '@alter/server/operator';

/** The callback URL that has to be registered at the provider. */
export const callbackUrl = (desk: Desk, provider: ResolvedProvider): string =>
  new URL(provider.callbackPath, desk.config.publicUrl).href;

/** For a catalog entry without a config; another one when a config moves its host. */
export const catalogCallbackUrl = (desk: Desk, entry: Provider): string =>
  new URL(`/oauth/callback/${entry.id}`, desk.config.publicUrl).href;

export const configuredJson = (desk: Desk, app: string, provider: ResolvedProvider) => ({
  app,
  id: provider.config.providerId,
  name: provider.entry.name,
  config_id: provider.config.id,
  source: provider.config.source,
  client_id: provider.config.clientId,
  has_secret: provider.config.clientSecret !== null,
  callback_url: callbackUrl(desk, provider),
  hosts: provider.hosts,
  scopes: provider.config.scopes,
  variables: provider.variables,
  issuer: provider.issuer,
  verified: provider.entry.verified,
});

export const entryJson = (desk: Desk, entry: Provider) => ({
  id: entry.id,
  aliases: entry.aliases ?? [],
  name: entry.name,
  category: entry.category,
  callback_url: catalogCallbackUrl(desk, entry),
  hosts: entry.api.hosts,
  variables: entry.variables.map(({ name, label, from, default: preset, example }) => ({
    name,
    label,
    from,
    default: preset ?? null,
    example: example ?? null,
  })),
  scopes: entry.scopes,
  console_url: entry.consoleUrl,
  setup: entry.setup,
  flow_kinds: entry.flowKinds,
  settings_url: entry.settingsUrl,
  verified: entry.verified,
  verify_before_release: entry.verifyBeforeRelease,
});
