import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'pinterest',
  name: 'Pinterest',
  category: 'social',
  monogram: 'Pi',
  hue: 305,
  endpoints: {
    authorize: 'https://www.pinterest.com/oauth/',
    token: 'https://api.pinterest.com/v5/oauth/token',
  },
  authorize: {
    scopeSeparator: ',',
    identityScopes: ['user_accounts:read'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: {
    accessTtlSeconds: 2_592_000,
    refreshTtlSeconds: 5_184_000,
  },
  account: {
    url: 'https://api.pinterest.com/v5/user_account',
    identity: ['id'],
    label: ['username'],
  },
  api: {
    hosts: ['api.pinterest.com'],
  },
  scopes: {
    'user_accounts:read': ['see whose account it is', 'low'],
  },
  consoleUrl: 'https://developers.pinterest.com/apps/',
  settingsUrl: 'https://www.pinterest.com/settings/security',
  setup: [
    'Register an app for OAuth at Pinterest.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
