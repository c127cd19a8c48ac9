import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'copper',
  name: 'Copper',
  category: 'crm',
  monogram: 'Co',
  hue: 70,
  endpoints: {
    authorize: 'https://app.copper.com/oauth/authorize',
    token: 'https://app.copper.com/oauth/token',
  },
  authorize: {
    identityScopes: ['developer/v1/all'],
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://api.copper.com/developer_api/v1/users/me',
    identity: ['id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.copper.com'],
  },
  scopes: {
    'developer/v1/all': ['do everything you can in Copper', 'high'],
  },
  consoleUrl: 'https://app.copper.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Copper.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
