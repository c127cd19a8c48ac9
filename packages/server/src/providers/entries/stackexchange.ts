import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'stackexchange',
  name: 'Stack Exchange',
  category: 'dev-tools',
  monogram: 'Se',
  hue: 105,
  variables: [
    // Every call names the app with it.
    {
      name: 'key',
      label: 'Request key of the app',
      kind: 'value',
      from: 'operator',
      pattern: /[A-Za-z0-9()*]{1,60}/,
      example: 'U4DMV*8nvpm3EOpvf69Rxw((',
    },
  ],
  endpoints: {
    authorize: 'https://stackoverflow.com/oauth',
    token: 'https://stackoverflow.com/oauth/access_token/json',
  },
  authorize: {
    scopeSeparator: ',',
    identityScopes: ['no_expiry'],
    offline: 'scope no_expiry',
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'none',
    accessTtlSeconds: 86_400,
  },
  account: {
    url: 'https://api.stackexchange.com/2.3/me?site=stackoverflow',
    identity: ['items.0.account_id'],
    label: ['items.0.display_name'],
  },
  api: {
    hosts: ['api.stackexchange.com'],
    defaultQuery: { key: '{key}' },
    inject: { in: 'query', name: 'access_token', format: '{token}' },
  },
  scopes: {
    no_expiry: ['stay connected without an end', 'medium'],
  },
  consoleUrl: 'https://stackapps.com/apps/oauth',
  settingsUrl: 'https://stackexchange.com/users/current?tab=apps',
  setup: [
    'Register an app for OAuth at Stack Exchange.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
