import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'copper',
  name: 'Copper',
  category: 'crm',
  monogram: 'Cp',
  hue: 346,
  endpoints: {
    authorize: 'https://app.copper.com/oauth/authorize',
    token: 'https://app.copper.com/oauth/token',
  },
  authorize: {
    // The only scope there is.
    identityScopes: ['developer/v1/all'],
    pkceSafeToSend: true,
  },
  // Tokens do not expire.
  refresh: { rotation: 'none' },
  account: {
    url: 'https://api.copper.com/developer_api/v1/users/me',
    identity: ['id'],
    label: ['email', 'id'],
    name: ['name'],
  },
  api: {
    hosts: ['api.copper.com'],
  },
  scopes: {
    'developer/v1/all': ['read and change everything you can in Copper', 'high'],
  },
  consoleUrl: 'https://developer.copper.com/',
  settingsUrl: null,
  setup: [
    'Ask Copper for OAuth credentials, as its developer pages describe: it looks at the app first.',
    'Name the callback URL shown here as the redirect URI; it must be https.',
    'Take the client id and the client secret that Copper gives you. People end access under "Integrations" in their settings.',
  ],
  verifyBeforeRelease: true,
});
