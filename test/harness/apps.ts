/** The apps of the tests, what they declare of the providers that run for them, and their keys. */
import { createKey, systemClock, uuidV5, type Store } from '@alter/server';
import { startProvider, type ProviderSwitches, type TestProvider } from '../provider/provider.ts';

export const appId = '0a000000-0000-4000-8000-00000000000a';
export const otherAppId = '0b000000-0000-4000-8000-00000000000b';

/** Custom providers by id. */
export type GivenProviders = Readonly<Record<string, ProviderSwitches>>;
export type Providers = Readonly<Record<string, TestProvider>>;

export interface DeclaredApp {
  /** Provider configs beside those of the providers that run: entries of the catalog. */
  catalog?: Readonly<Record<string, unknown>>;
  /** Further fields of the app. */
  app?: Readonly<Record<string, unknown>>;
}

/** An authorization server for each, which knows the callbacks of both apps at `vault`. */
export async function startProviders(given: GivenProviders, vault: string): Promise<Providers> {
  const started: Record<string, TestProvider> = {};
  for (const [id, switches] of Object.entries(given)) {
    const redirect = [appId, otherAppId].map((app) => `${vault}/oauth/callback/${uuidV5(app, id)}`);
    const client = { client_id: `client-${id}`, client_secret: secretOf(id), redirect_uris: redirect };
    started[id] = await startProvider({
      ...switches,
      clients: [{ ...client, grant_types: ['authorization_code', 'refresh_token'] }],
    });
  }
  return started;
}

/** As long as a real one, and findable in a grep. */
export const secretOf = (id: string): string => `client-secret-of-${id}-0123456789abcdef`;

/** What the declarative file says; its secrets are in {@link secretsOf}. */
export const declarationOf = (given: GivenProviders, providers: Providers, { app, catalog }: DeclaredApp): object => ({
  apps: {
    acme: { id: appId, name: 'Acme', ...app, providers: { ...configs(given, providers), ...catalog } },
    other: { id: otherAppId, name: 'Other', providers: configs(given, providers) },
  },
});

/** The environment that the declaration refers to. */
export const secretsOf = (given: GivenProviders): Record<string, string> =>
  Object.fromEntries(Object.keys(given).map((id) => [secretVariable(id), secretOf(id)]));

const secretVariable = (id: string): string => `ALTER_TEST_SECRET_${id}`;

const configs = (given: GivenProviders, providers: Providers): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(given).map(([id, switches]) => {
      const { issuer, host } = providers[id]!;
      return [
        id,
        {
          client_id: `client-${id}`,
          client_secret: { env: secretVariable(id) },
          scopes: ['openid', 'email', 'profile', 'offline_access', 'read', 'write'],
          custom: {
            name: switches.name ?? id,
            issuer,
            hosts: [host],
            scope_words: { read: 'read your notes', write: 'write notes as you' },
          },
        },
      ];
    }),
  );

/** A key of the tests' with all scopes that the line needs. */
export async function makeKey(store: Store, app: string): Promise<{ id: string; key: string }> {
  const { key, row } = await createKey(
    store,
    {
      appId: app,
      kind: 'rk',
      name: 'tests',
      scopes: ['connect:initiate', 'grants:read', 'grants:write', 'providers:read', 'proxy:execute', 'audit:emit'],
      expiresAt: null,
      signedOnly: false,
      cidrAllowlist: [],
    },
    systemClock,
  );
  return { id: row.id, key: key.reveal() };
}
