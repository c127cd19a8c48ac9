import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'wave',
  name: 'Wave',
  category: 'accounting',
  monogram: 'Wa',
  hue: 350,
  endpoints: {
    authorize: 'https://api.waveapps.com/oauth2/authorize/',
    token: 'https://api.waveapps.com/oauth2/token/',
    revoke: { url: 'https://api.waveapps.com/oauth2/token-revoke/', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['user:read'],
    pkceSafeToSend: true,
  },
  refresh: {
    accessTtlSeconds: 7200,
  },
  account: {
    url: 'https://gql.waveapps.com/graphql/public',
    method: 'POST',
    body: '{"query":"{user{id defaultEmail}}"}',
    identity: ['data.user.id'],
    label: ['data.user.defaultEmail'],
  },
  api: {
    hosts: ['gql.waveapps.com'],
  },
  scopes: {
    'user:read': ['see whose account it is', 'low'],
  },
  consoleUrl: 'https://developer.waveapps.com/hc/en-us/articles/360019762711',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Wave.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
