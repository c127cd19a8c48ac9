/** Scopes of API keys (`wire.md` §10): `resource:verb`. A key carries a list; `*` is not a scope. */
export const keyScopes = {
  'connect:initiate': 'open Connect and Wallet sessions',
  'grants:read': 'list and read grants',
  'grants:write': 'make, confirm and revoke grants',
  'providers:read': 'read the provider catalog, and how the app is configured for it',
  'proxy:execute': 'call providers through the vault',
  'tokens:retrieve': 'take credentials out of the vault (off unless the app allows it)',
  'audit:emit': 'report calls made with a retrieved credential',
} as const;

export type KeyScope = keyof typeof keyScopes;

/** What a runtime key gets when nothing else is said: everything that never shows a credential. */
export const defaultKeyScopes: readonly KeyScope[] = [
  'connect:initiate',
  'grants:read',
  'grants:write',
  'providers:read',
  'proxy:execute',
  'audit:emit',
];
