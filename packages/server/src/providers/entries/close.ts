import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'close',
  name: 'Close',
  category: 'crm',
  monogram: 'Cl',
  hue: 210,
  endpoints: {
    authorize: 'https://app.close.com/oauth2/authorize/',
    token: 'https://api.close.com/oauth2/token/',
    revoke: { url: 'https://api.close.com/oauth2/revoke/', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['all.full_access', 'offline_access'],
    offline: 'the scope offline_access',
    pkceSafeToSend: true,
  },
  refresh: {
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://api.close.com/api/v1/me/',
    identity: ['id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.close.com'],
  },
  scopes: {
    'all.full_access': ['do everything you can in Close', 'high'],
    offline_access: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://app.close.com/settings/developer/oauth-apps/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Close.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
