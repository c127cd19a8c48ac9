import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'brex',
  name: 'Brex',
  category: 'banking',
  monogram: 'Br',
  hue: 40,
  endpoints: {
    authorize: 'https://accounts-api.brex.com/oauth2/default/v1/authorize',
    token: 'https://accounts-api.brex.com/oauth2/default/v1/token',
    revoke: { url: 'https://accounts-api.brex.com/oauth2/default/v1/revoke', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['openid', 'offline_access'],
    offline: 'scope openid offline_access',
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://platform.brexapis.com/v2/users/me',
    identity: ['id'],
    label: ['email'],
  },
  api: {
    hosts: ['platform.brexapis.com'],
  },
  scopes: {
    openid: ['know which account it is', 'low'],
    offline_access: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://developer.brex.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Brex.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
