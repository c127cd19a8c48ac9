/** Providers as the catalog's own API shows them, and what only an operator sees beside it. */
import {
  catalogEntry,
  iso,
  Secret,
  type App,
  type Desk,
  type Listed,
  type Provider,
  type ResolvedProvider,
} from '@alter/server/operator';

export interface Configured extends Listed {
  app: App;
  resolved: ResolvedProvider;
}

/** What an app is configured for, by one id or all of it, with what is known of each client. */
export async function configuredOf(desk: Desk, app: App, id?: string): Promise<Configured[]> {
  const directory = await desk.providers();
  const found = id === undefined ? await directory.list(app.id) : [await directory.resolve(app.id, id)];
  const flags = await (await desk.store()).providerConfigs.flags(app.id);
  return found
    .filter((one) => one !== null)
    .map((resolved) => ({
      app,
      entry: resolved.entry,
      resolved,
      custom: desk.catalog.entry(resolved.entry.id) === null,
      flag: flags.find(({ config_id }) => config_id === resolved.config.id) ?? null,
    }));
}

export const unconfigured = (entry: Provider): Listed => ({ entry, resolved: null, custom: false, flag: null });

/** The callback URL that has to be registered at the provider. */
export const callbackUrl = (desk: Desk, provider: ResolvedProvider): string =>
  new URL(provider.callbackPath, desk.config.publicUrl).href;

export const statusWords = ({ flag }: Listed): string =>
  flag === null ? 'active' : `client refused (${flag.error}) since ${iso(flag.since)}`;

export const entryJson = (desk: Desk, listed: Listed) => ({
  ...catalogEntry(listed, desk.config.publicUrl),
  aliases: listed.entry.aliases ?? [],
});

export function configuredJson(desk: Desk, configured: Configured) {
  const { app, resolved } = configured;
  const json = entryJson(desk, configured);
  const own = {
    ...json.config,
    has_secret: resolved.config.clientSecret !== null,
    variables: { ...resolved.variables, ...maskedVariables(resolved) },
    flow_kinds: resolved.entry.flowKinds,
    issuer: resolved.issuer,
  };
  return { app: app.slug, ...json, config: own };
}

/** Secret variables that the config has, by name, as they may be shown. */
export const maskedVariables = ({ config }: ResolvedProvider): Record<string, string> =>
  Object.fromEntries(
    Object.entries(config.variables)
      .filter(([, value]) => value instanceof Secret)
      .map(([name, value]) => [name, String(value)]),
  );
