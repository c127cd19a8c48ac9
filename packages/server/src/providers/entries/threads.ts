import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'threads',
  name: 'Threads',
  category: 'social',
  monogram: 'Th',
  hue: 120,
  endpoints: {
    authorize: 'https://threads.net/oauth/authorize',
    token: 'https://graph.threads.net/oauth/access_token',
  },
  authorize: {
    scopeSeparator: ',',
    identityScopes: ['threads_basic'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: {
    swap: {
      url: 'https://graph.threads.net/access_token',
      method: 'GET',
      grantType: 'th_exchange_token',
      field: 'access_token',
      client: 'secret',
    },
  },
  refresh: {
    // There is no refresh token: a long-lived token is traded for a younger one.
    rotation: 'rotates-old-stays-valid',
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 5_184_000,
    swap: {
      url: 'https://graph.threads.net/refresh_access_token',
      method: 'GET',
      grantType: 'th_refresh_token',
      field: 'access_token',
      client: 'none',
    },
  },
  account: {
    url: 'https://graph.threads.net/v1.0/me?fields=id,username',
    identity: ['id'],
    label: ['username'],
  },
  api: {
    hosts: ['graph.threads.net'],
  },
  scopes: {
    threads_basic: ['see your profile and posts', 'low'],
  },
  consoleUrl: 'https://developers.facebook.com/apps/',
  settingsUrl: 'https://www.threads.net/settings/account',
  setup: [
    'Register an app for OAuth at Threads.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
