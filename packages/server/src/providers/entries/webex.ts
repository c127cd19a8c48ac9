import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'webex',
  name: 'Webex',
  category: 'communication',
  monogram: 'We',
  hue: 145,
  endpoints: {
    authorize: 'https://webexapis.com/v1/authorize',
    token: 'https://webexapis.com/v1/access_token',
  },
  authorize: {
    identityScopes: ['spark:people_read'],
    pkceSupport: 'supported',
  },
  refresh: {
    accessTtlSeconds: 1_209_600,
    refreshTtlSeconds: 7_776_000,
  },
  account: {
    url: 'https://webexapis.com/v1/people/me',
    identity: ['id'],
    label: ['emails.0'],
  },
  api: {
    hosts: ['webexapis.com'],
  },
  scopes: {
    'spark:people_read': ['see whose account it is', 'low'],
  },
  consoleUrl: 'https://developer.webex.com/my-apps',
  settingsUrl: 'https://idbroker.webex.com/idb/profile#/authorizations',
  setup: [
    'Register an app for OAuth at Webex.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
